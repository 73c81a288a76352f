/**
 * What shells are told: each asks `keiki complete --` with the words up to the one that is typed, and gets a line for each word that could stand there,
 * the word, a tab, and what it does. Where there is none, files are offered. Bash needs no package of completions beside itself.
 */

const BASH = `_keiki() {
	local line
	COMPREPLY=()
	while IFS= read -r line; do
		COMPREPLY+=("\${line%%$'\\t'*}")
	done < <(keiki complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _keiki keiki
`;

const ZSH = `#compdef keiki
_keiki() {
	local line
	local -a found
	while IFS= read -r line; do
		found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
	done < <(keiki complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
	if (( \${#found} )); then _describe keiki found; else _files; fi
}
compdef _keiki keiki
`;

const FISH = `function __keiki_complete
	set -l words (commandline -opc) (commandline -ct)
	keiki complete -- $words[2..-1] 2>/dev/null
end
complete -c keiki -a '(__keiki_complete)'
`;

export const SCRIPTS = Object.freeze({ bash: BASH, zsh: ZSH, fish: FISH });
