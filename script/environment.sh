# Sourced by script/run and script/test: the set-up a fresh machine with Python 3.11 needs. Safe to repeat, and
# quick the second time: what is ready carries a stamp of the files it was made from.
#
# PYTHON   a Python 3.11 or later to use instead of the first one found

cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
    if command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  say "Frirum needs Python 3.11 or later; none was found. Install it, or name one: PYTHON=/path/to/python3.11"
  return 1
}

# A virtual environment of our own. One that was moved, or whose Python is gone, is made again.
prepare_venv() {
  local python
  if [ -x .venv/bin/python ] &&
    .venv/bin/python -c 'import os, sys; sys.exit(not os.path.samefile(sys.prefix, ".venv"))' 2>/dev/null &&
    grep -qsF "$PWD/.venv" .venv/bin/activate; then
    return
  fi
  python=$(find_python)
  say "Making a virtual environment with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv || {
    say "The module venv is missing (Debian: apt-get install python3-venv)."
    return 1
  }
}

# prepare_packages NAME FILE...: exactly the locked packages of these files, each checked against its hash.
prepare_packages() {
  local name=$1 file stamp
  local files=()
  shift
  stamp=$(.venv/bin/python -c 'import hashlib, pathlib, sys
digest = hashlib.sha256(sys.version.encode())
for name in sys.argv[1:]: digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())' "$@" pyproject.toml)
  if [ "$(cat ".venv/frirum-$name" 2>/dev/null)" = "$stamp" ]; then return; fi
  say "Installing the locked packages ($*)"
  for file in "$@"; do files+=(-r "$file"); done
  if command -v uv >/dev/null; then
    uv pip install --quiet --python .venv/bin/python --require-hashes "${files[@]}"
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
  else
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes "${files[@]}"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
  fi
  printf '%s\n' "$stamp" > ".venv/frirum-$name"
}
