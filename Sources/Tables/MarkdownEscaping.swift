extension String {
    /// Text from outside, such as a host's name or an error, as one line in which nothing acts on Markdown or HTML.
    package var escapedForMarkdown: String {
        String(
            flatMap { character -> String in
                switch character {
                case _ where character.isNewline: " "
                case "<": "&lt;"
                case "&": "&amp;"
                case "\\", "`", "*", "[", "]", "|": "\\\(character)"
                default: String(character)
                }
            })
    }
}
