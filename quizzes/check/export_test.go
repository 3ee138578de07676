package check

// RuleIDs are the ids of every rule that a report can name.
func RuleIDs() []string {
	ids := []string{"yaml", "L01", "L02", "L51", "source", "waive"} // the loaders' and those over whole files
	for _, r := range itemRules() {
		ids = append(ids, r.id)
	}
	for _, r := range lessonRules() {
		ids = append(ids, r.id)
	}
	return ids
}
