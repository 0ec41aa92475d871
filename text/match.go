package text

import "strings"

// Match is the locale that words are said in to somebody whose client speaks
// another: Chinese by its script or region, everything else English.
func Match(locale string) string {
	parts := strings.FieldsFunc(strings.ToLower(locale), func(r rune) bool { return r == '-' || r == '_' || r == '.' })
	if len(parts) == 0 || parts[0] != "zh" {
		return english
	}
	for _, p := range parts[1:] {
		switch p {
		case "hans":
			return simplified
		case "hant", "tw", "hk", "mo":
			return traditional
		}
	}
	return simplified
}
