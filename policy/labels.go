package policy

// Labels are the words that travel with the presets, by locale; text/ reads
// them. Keys are canonical codes and rule ids.
type Labels struct {
	Presets  map[string]Name // titles of rule books by id
	Channels map[string]Name // service channels (FA-04)
	Types    map[string]Name // kinds of request (FA-05)
	Windows  map[string]Name // titles of windows by rule id
	Notes    map[string]Name // what the source leaves out, by rule id
	Roles    map[string]Name // roles of the organisation
	Phrases  map[string]Name // what to say instead of a forbidden phrase, by its id
	Kinds    map[string]Name // what is owed, by the kind of window
	Forms    map[string]Name // titles of forms
	Lines    map[string]Name // lines of forms, by form and line: "order/contact.unit"
	// Defects are what a rule book's source leaves open or gets wrong, by its id.
	Defects map[string][]Name
}
