# Completion of jackfield for fish: jackfield completion fish | source
function __jackfield_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines ($words[1] __complete $words[2..-1] 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path (commandline -ct)
    end
    string join \n -- $lines[2..-1]
end
complete -c jackfield -f -a '(__jackfield_complete)'
