# shellcheck shell=bash
# What the tests of the stores need besides Python packages: a PostgreSQL server of their own. Sourced after _setup.sh,
# never run. Gives `start_postgres`, and through it FREEHAND_POSTGRES, a connection string; where no server can be had it
# says so, and the tests that need one say why they skip.
#
# 1. The programs are those on the PATH or Debian's; none there: Debian's package is installed, if we may.
# 2. The server lives in a temporary directory and listens on a socket in it, on no port. No server that runs already is
#    touched.
# 3. It refuses to be root. Root starts it as the user postgres, or nobody.
# 4. It ends with this shell: told so at the shell's exit, and by the kernel if the shell is killed (where setpriv is).

find_postgres() { # print the folder of initdb and postgres
    local folder
    for folder in "$(dirname -- "$(command -v initdb || echo /none/initdb)")" /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            printf '%s\n' "$folder"
            return
        fi
    done
    return 1
}

start_postgres() {
    local programs user=() watched=()
    if [ -n "${FREEHAND_POSTGRES:-}" ]; then
        say "PostgreSQL: the server that FREEHAND_POSTGRES names is used."
        return
    fi
    if ! programs="$(find_postgres)" && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "No PostgreSQL here: installing Debian's package postgresql…"
        DEBIAN_FRONTEND=noninteractive sh -c 'mkdir -p /etc/postgresql-common \
            && { [ -e /etc/postgresql-common/createcluster.conf ] \
                || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf; } \
            && apt-get update -qq && apt-get install -y -qq postgresql' >/dev/null 2>&1 || say "  that did not work."
    fi
    if ! programs="$(find_postgres)"; then
        say "No PostgreSQL: its tests are skipped. On Debian and Ubuntu: sudo apt install postgresql"
        return
    fi
    postgres_home="$(mktemp -d "${TMPDIR:-/tmp}/freehand-postgres.XXXXXX")"
    trap stop_postgres EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    if [ "$(id -u)" = 0 ]; then
        local name=postgres
        id "$name" >/dev/null 2>&1 || name=nobody
        chown -- "$name" "$postgres_home"
        user=(setpriv "--reuid=$name" "--regid=$(id -g "$name")" --clear-groups)
        if ! "${user[@]}" true 2>/dev/null; then
            say "PostgreSQL refuses to be root, and setpriv, which could make us another, is not here: its tests are skipped."
            return
        fi
    fi
    if setpriv --pdeathsig=INT true 2>/dev/null; then
        watched=(setpriv --pdeathsig=INT)
    fi
    if ! (cd -- "$postgres_home" && ${user[@]+"${user[@]}"} "$programs/initdb" --pgdata=data --username=freehand --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >initdb.log 2>&1); then
        say "PostgreSQL's initdb fails here, and its tests are skipped: $(tail -n 1 "$postgres_home/initdb.log")"
        return
    fi
    (
        cd -- "$postgres_home"
        exec ${user[@]+"${user[@]}"} ${watched[@]+"${watched[@]}"} "$programs/postgres" -D data -k "$postgres_home" \
            -c listen_addresses= -c shared_buffers=32MB -c max_connections=40 >server.log 2>&1
    ) &
    postgres_pid=$!
    FREEHAND_POSTGRES="host=$postgres_home user=freehand dbname=postgres"
    for _ in $(seq 100); do
        if grep -qs '^ready' "$postgres_home/data/postmaster.pid"; then
            export FREEHAND_POSTGRES
            say "PostgreSQL: a server of its own runs in $postgres_home (process $postgres_pid), for the tests alone."
            return
        fi
        kill -0 "$postgres_pid" 2>/dev/null || break
        sleep 0.1
    done
    say "PostgreSQL does not start here, and its tests are skipped: $(tail -n 1 "$postgres_home/server.log")"
    unset FREEHAND_POSTGRES
}

stop_postgres() {
    if [ -n "${postgres_pid:-}" ]; then
        kill -INT "$postgres_pid" 2>/dev/null || true # those who are connected are cut off
        wait "$postgres_pid" 2>/dev/null || true
        say "PostgreSQL: the server is stopped."
    fi
    rm -rf -- "${postgres_home:?}"
}
