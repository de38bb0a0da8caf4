#!/usr/bin/env bash
# Usage: setup.sh runtime|dev
# Makes .venv with pip from the hash-checked lock, and dafeng itself from this folder. What is missing is named with the
# command that installs it. Set PYTHON to choose the interpreter.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?runtime or dev}
venv=.venv

say() { printf '%s\n' "$@" >&2; }

how_to_install() { # prints the command that installs Python with venv here
    if command -v apt-get >/dev/null; then
        echo "sudo apt-get install python3 python3-venv"
    elif command -v dnf >/dev/null; then
        echo "sudo dnf install python3.11"
    elif command -v brew >/dev/null; then
        echo "brew install python@3.12"
    elif [ "$(uname -s)" = Darwin ]; then
        echo "xcode-select --install; then the installer for macOS of python.org"
    else
        echo "the package manager of your system: python 3.11 or newer, with venv"
    fi
}

find_python() { # prints the first interpreter that is new enough
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    local python
    if ! python=$(find_python); then
        say "缺少 Python 3.11 或更新版本 / Python 3.11 or newer is missing. 请安装 / Install it with:" \
            "  $(how_to_install)" "然后重新运行 / then run the same command again (PYTHON=... 可指定解释器 / chooses one)."
        exit 2
    fi
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        say "缺少 python3-venv / the venv module of $python is missing. 请安装 / Install it with:" \
            "  $(how_to_install)" "然后重新运行 / then run the same command again."
        exit 2
    fi
    say "建立环境 / making the environment $venv ($("$python" --version))"
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

install() { # install LOCK: what the lock names, each file checked against its hash
    say "安装依赖 / installing from $1 ..."
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$1"
}

install_dafeng() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-index \
        --no-build-isolation --editable .
}

fingerprint() { cat "$@" | "$venv/bin/python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'; }

ready() { # ready STAMP FILES...: whether the stamp was made from these very files
    local stamp=$1
    shift
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint "$@")" ]
}

"$venv/bin/python" -c 'import pip' 2>/dev/null || make_venv

files=(requirements.lock pyproject.toml)
[ "$kind" = dev ] && files=(requirements-dev.lock "${files[@]}")
stamp="$venv/.$kind-ready"
if ! ready "$stamp" "${files[@]}"; then
    install "${files[0]}"
    install_dafeng
    fingerprint "${files[@]}" >"$stamp"
fi
touch "$stamp"
