package policy

// Alone is who is everybody in a department that lies below another one, and
// everybody who heads those above: whoever asks somebody else there asks the same
// person. It is "" where there is a second one.
func (o *Org) Alone(d *Department) string {
	if d.Parent == "" {
		return ""
	}
	all := o.people(d)
	for above := range o.up(d.Parent) {
		all = append(all, above.Head, above.Deputy)
	}
	alone := ""
	for _, u := range all {
		switch {
		case u == "" || u == alone:
		case alone != "":
			return ""
		default:
			alone = u
		}
	}
	return alone
}
