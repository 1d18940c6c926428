Register-ArgumentCompleter -Native -CommandName partyday -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $Env:_PARTYDAY_COMPLETE = "complete_powershell"
    $Env:_TYPER_COMPLETE_ARGS = $commandAst.ToString()
    $Env:_TYPER_COMPLETE_WORD_TO_COMPLETE = $wordToComplete
    partyday | ForEach-Object {
        $word, $about = $_ -Split ":::"
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $about)
    }
    Remove-Item Env:_PARTYDAY_COMPLETE, Env:_TYPER_COMPLETE_ARGS, Env:_TYPER_COMPLETE_WORD_TO_COMPLETE
}
