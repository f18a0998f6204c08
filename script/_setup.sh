# shellcheck shell=bash
# What script/demo and script/test share; sourced, never run. Gives $root, $venv, and `set_up run` or `set_up dev`.
#
# 1. .venv in the checkout belongs to these scripts: they make it, keep it up to date, and may make it anew.
# 2. Everything comes from requirements/*.lock, by hash; Freehand itself is installed from src, in place.
# 3. The stamp is taken away before the first change and written after the last. No stamp, or the stamp of another
#    place: the set-up was interrupted, or the checkout was moved, and .venv is made anew.
# 4. A stamp that fits costs no process but cksum and grep: the second run starts at once.
# 5. Only one set-up at a time; a second one waits, and then finds the work done.
# 6. What is said here goes to stderr: stdout belongs to the command.

root="$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
venv="$root/.venv"
stamp="$venv/freehand-setup"
turn="$root/.venv.lock"

say() {
    printf '%s\n' "$*" >&2
}

# What a level of set-up is made from, as one line: it changes when any of the files does.
fingerprint() { # fingerprint run|dev
    local level="$1"
    local locks=("$root/requirements/run.lock" "$root/requirements/build.lock")
    if [ "$level" = dev ]; then
        locks=("$root/requirements/dev.lock")
    fi
    printf '%s %s\n' "$level" "$(cat -- "${locks[@]}" "$root/pyproject.toml" "$root/script/_setup.sh" | cksum)"
}

stamped() { # stamped <line>
    [ -f "$stamp" ] && grep -qxF -- "$1" "$stamp"
}

ready() { # ready run|dev
    [ -x "$venv/bin/python" ] && stamped "place $root" && stamped "$(fingerprint "$1")"
}

# Print a Python that can make an environment. A name on the PATH is no proof: each candidate is asked.
find_python() {
    local candidate answer lame="" candidates="python3.13 python3.12 python3.11 python3 python3.14 python"
    if [ -n "${FREEHAND_PYTHON:-}" ]; then
        candidates=""
    fi
    for candidate in ${FREEHAND_PYTHON:+"$FREEHAND_PYTHON"} $candidates; do
        answer="$("$candidate" -I -c '
import sys
if sys.version_info < (3, 11):
    sys.exit(1)
try:
    import ensurepip, venv
except ImportError:
    print("lame python%d.%d" % sys.version_info[:2])
else:
    print("good", getattr(sys, "_base_executable", None) or sys.executable)
' 2>/dev/null)" || continue
        case "$answer" in
            "good "*) printf '%s\n' "${answer#good }" && return ;;
            "lame "*) lame="${lame:-${answer#lame }}" ;;
        esac
    done
    if [ -n "$lame" ]; then
        say "Freehand cannot be set up: $lame is here, but without its module ensurepip."
        say "  next: on Debian and Ubuntu, 'sudo apt install $lame-venv'; then run this again."
    elif [ -n "${FREEHAND_PYTHON:-}" ]; then
        say "Freehand cannot be set up: FREEHAND_PYTHON, '$FREEHAND_PYTHON', is not a Python 3.11 or newer that runs."
        say "  next: give the path of one, or unset FREEHAND_PYTHON to have the PATH searched."
    else
        say "Freehand cannot be set up: it needs Python 3.11 or newer, and none was found on the PATH."
        say "  next: install one, from your system or from python.org; or name one: FREEHAND_PYTHON=/path/to/python3 $0"
    fi
    return 1
}

pip_install() {
    # What a person has set for installs of their own must not move these elsewhere.
    PIP_USER=0 PIP_TARGET='' PIP_PREFIX='' PIP_REQUIRE_HASHES='' "$venv/bin/python" -I -m pip install \
        --quiet --disable-pip-version-check --no-input --no-warn-script-location "$@"
}

install() { # install run|dev <python>
    local level="$1" python="$2" lines
    if [ -x "$venv/bin/python" ] && stamped "place $root"; then
        say "Bringing .venv up to date ($level)…"
        rm -f -- "$stamp"
    else
        say "Setting up .venv ($level; the first time takes a minute and the network)…"
        "$python" -I -m venv --clear "$venv"
    fi
    lines="place $root"$'\n'"$(fingerprint run)"
    if [ "$level" = dev ]; then
        lines="$lines"$'\n'"$(fingerprint dev)"
        pip_install --require-hashes -r "$root/requirements/dev.lock"
    else
        pip_install --require-hashes -r "$root/requirements/run.lock" -r "$root/requirements/build.lock"
    fi
    pip_install --no-deps --no-build-isolation --editable "$root"
    printf '%s\n' "$lines" >"$stamp.new"
    mv -f -- "$stamp.new" "$stamp"
}

# Wait for our turn. The lock is on the open file, not on the process that asks for it: this shell and all that it
# starts hold it until the last of them has ended, and nothing is left to clear away, however they end.
take_turn() { # take_turn <python>
    exec 9>"$turn"
    "$1" -I -c '
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Waiting for another set-up of this checkout…", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
'
}

set_up() { # set_up run|dev
    if ready "$1"; then
        return
    fi
    ( # a shell of its own: its end gives the turn back
        python="$(find_python)"
        take_turn "$python"
        if ! ready "$1"; then
            install "$1" "$python"
        fi
    )
}
