# shellcheck shell=bash
# What tests/browser needs besides Python packages: a Chromium to drive, and axe-core, the accessibility rules it is
# judged by. Sourced after _setup.sh, never run. Gives `find_browser` and `fetch_axe`, and through them
# FREEHAND_BROWSER and FREEHAND_AXE; where either cannot be had it says so, and the tests that need it say why they skip.
#
# 1. A browser on the PATH is used as it is. None there: Debian's package is installed, if we may.
# 2. axe-core comes from the npm registry, one version, by hash. It is used in tests only, and is no part of Freehand.

axe_version=4.14.1
axe_sha256=e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745

find_browser() {
    local candidate
    for candidate in ${FREEHAND_BROWSER:+"$FREEHAND_BROWSER"} chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$candidate" >/dev/null; then
            FREEHAND_BROWSER="$(command -v "$candidate")"
            export FREEHAND_BROWSER
            return
        fi
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "No Chromium on the PATH: installing Debian's package chromium…"
        if DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq chromium' >/dev/null 2>&1; then
            FREEHAND_BROWSER="$(command -v chromium)" && export FREEHAND_BROWSER && return
        fi
        say "  that did not work."
    fi
    say "No Chromium: the tests in a browser are skipped. On Debian and Ubuntu: sudo apt install chromium"
}

fetch_axe() {
    local folder="$venv/axe-core-$axe_version"
    export FREEHAND_AXE="$folder/package/axe.min.js"
    if [ -f "$FREEHAND_AXE" ]; then
        return
    fi
    if ! command -v npm >/dev/null; then
        say "No npm: the accessibility rules (axe-core $axe_version) are not fetched, and their tests are skipped."
        return
    fi
    say "Fetching axe-core $axe_version (accessibility rules, for tests)…"
    mkdir -p -- "$folder.new"
    if (cd -- "$folder.new" && npm pack --silent "axe-core@$axe_version" >/dev/null 2>&1) \
        && "$venv/bin/python" -I -c '
import hashlib, sys, tarfile
packed = open(sys.argv[1], "rb").read()
if hashlib.sha256(packed).hexdigest() != sys.argv[2]:
    sys.exit("axe-core is not what it should be: its hash differs")
with tarfile.open(sys.argv[1]) as archive:
    archive.extract("package/axe.min.js", sys.argv[3], filter="data")
' "$folder.new/axe-core-$axe_version.tgz" "$axe_sha256" "$folder.new"; then
        rm -rf -- "$folder" && mv -- "$folder.new" "$folder"
    else
        rm -rf -- "$folder.new"
        say "  that did not work; the tests of accessibility are skipped."
    fi
}
