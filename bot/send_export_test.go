package bot

// ClassOf is the class of an error of Slack.
func ClassOf(code string) string { return string(classOf(code)) }
