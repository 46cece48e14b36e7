# shellcheck shell=bash
# Sourced by the scripts that start Java: find_jdk sets java_home to a JDK 25 or newer, or says what it looked at and ends with
# exit code 4. The script that sources it has a function say, which prints a line for the user.
#
#   TIDECAST_JAVA_HOME  the JDK to use, whatever else is installed
#   TIDECAST_JDK_DIRS   directories that hold JDKs, separated by colons, instead of the usual ones

readonly WANTED=25
java_home=

# Major version of the JDK in a directory, from its release file or else from java itself; empty when there is none.
version_of() {
  local line=
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in JAVA_VERSION=*) break ;; esac
    done <"$1/release"
  else
    line=$("$1/bin/java" -version 2>&1 | head -n 1) || return 0
  fi
  line=${line#*\"}
  line=${line%%[!0-9]*}
  printf '%s' "$line"
}

# Where JDKs usually are, one directory a line; the newest names last.
candidates() {
  local root jdk java
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  if java=$(command -v java 2>/dev/null); then
    while [ -L "$java" ]; do
      jdk=$(readlink "$java")
      case $jdk in /*) java=$jdk ;; *) java=$(dirname "$java")/$jdk ;; esac
    done
    printf '%s\n' "$(dirname "$(dirname "$java")")"
  fi
  if [ -z "${TIDECAST_JDK_DIRS+set}" ] && [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$WANTED+" 2>/dev/null || true
  fi
  local roots=${TIDECAST_JDK_DIRS-/usr/lib/jvm:/usr/java:/opt/java:/opt:/Library/Java/JavaVirtualMachines:${HOME:-/}/.sdkman/candidates/java:${HOME:-/}/.jdks:${HOME:-/}/Library/Java/JavaVirtualMachines}
  while IFS= read -r -d : root; do
    [ -n "$root" ] || continue
    for jdk in "$root"/*; do
      if [ -d "$jdk/Contents/Home" ]; then printf '%s\n' "$jdk/Contents/Home"; else printf '%s\n' "$jdk"; fi
    done
  done <<<"$roots:"
}

# Sets java_home, or says what was looked at and ends.
find_jdk() {
  local jdk version seen=
  if [ -n "${TIDECAST_JAVA_HOME:-}" ]; then
    version=$(version_of "$TIDECAST_JAVA_HOME")
    if [ "${version:-0}" -ge "$WANTED" ]; then
      java_home=$TIDECAST_JAVA_HOME
      return
    fi
    local found=${version:+Java $version}
    say "TIDECAST_JAVA_HOME=$TIDECAST_JAVA_HOME holds ${found:-no Java}, but a JDK $WANTED or newer is needed"
    exit 4
  fi
  while IFS= read -r jdk; do
    version=$(version_of "$jdk")
    if [ "${version:-0}" -ge "$WANTED" ]; then
      java_home=$jdk
      return
    fi
    [ -z "$version" ] || seen+=$'\n'"  $jdk is Java $version"
  done < <(candidates)
  say "no JDK $WANTED or newer found; install one (such as https://adoptium.net) or set TIDECAST_JAVA_HOME. Looked at:${seen:-$'\n  (no Java at all)'}
  places: JAVA_HOME, PATH, ${TIDECAST_JDK_DIRS-/usr/lib/jvm, /usr/java, /opt/java, /opt, ~/.sdkman/candidates/java, ~/.jdks, /Library/Java}"
  exit 4
}
