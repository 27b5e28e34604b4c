extension String {
    /// Text from outside, such as a host's name or an error, as one line in which nothing acts on Markdown or HTML.
    package var escapedForMarkdown: String {
        String(
            printable.flatMap { character -> String in
                switch character {
                case "<": "&lt;"
                case "&": "&amp;"
                case "\\", "`", "*", "[", "]", "|": "\\\(character)"
                default: String(character)
                }
            })
    }

    /// The text as one line, without what acts on a terminal: control characters, and those that turn the direction of
    /// writing.
    package var printable: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: result += " "
            case .format: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
