#compdef jackfield
# Completion of jackfield for zsh: . <(jackfield completion zsh), or in a folder of $fpath.
_jackfield() {
  local -a lines candidates
  local line word
  lines=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "${(@)lines[2,-1]}"; do
    word="${line%%$'\t'*}"
    candidates+=("${word//:/\\:}:${line#*$'\t'}")
  done
  _describe -t commands jackfield candidates
  [[ "${lines[1]}" == files ]] && _files
}
if [[ "$funcstack[1]" == _jackfield ]]; then _jackfield "$@"; else compdef _jackfield jackfield; fi
