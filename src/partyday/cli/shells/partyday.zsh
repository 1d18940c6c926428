#compdef partyday

_partyday() {
    eval "$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _PARTYDAY_COMPLETE=complete_zsh partyday)"
}

# Found in a folder of completions, this file is itself called at the first Tab.
if [ "$funcstack[1]" = _partyday ]; then
    _partyday "$@"
else
    compdef _partyday partyday
fi
