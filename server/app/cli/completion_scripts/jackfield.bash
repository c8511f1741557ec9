# Completion of jackfield for bash: . <(jackfield completion bash)
_jackfield() {
  local line
  COMPREPLY=()
  local -a lines
  mapfile -t lines < <("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [ "${lines[0]}" = files ] && compopt -o default 2>/dev/null
  for line in "${lines[@]:1}"; do
    COMPREPLY+=("${line%%$'\t'*}")
  done
}
complete -F _jackfield jackfield
