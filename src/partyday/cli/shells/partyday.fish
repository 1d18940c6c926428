function __partyday_completion
    set --local begun (commandline --current-process --cut-at-cursor | string collect)
    set --local offered (env _PARTYDAY_COMPLETE=complete_fish _TYPER_COMPLETE_ARGS="$begun" partyday)
    if set --query offered[1]
        printf '%s\n' $offered
    else
        __fish_complete_path (commandline --current-token --cut-at-cursor)
    end
end

complete --command partyday --no-files --arguments "(__partyday_completion)"
