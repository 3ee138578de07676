package check

// RuleIDs are the ids of every rule that a report can name.
func RuleIDs() []string {
	ids := []string{"yaml", "L01", "L02", "L51", "source", "waive", "C04", "C07", "C10"} // the loaders' and those over whole files
	for _, r := range itemRules() {
		ids = append(ids, r.id)
	}
	for _, r := range proseRules() {
		ids = append(ids, r.id)
	}
	for _, r := range lessonRules() {
		ids = append(ids, r.id)
	}
	return append(ids, PairRuleIDs()...)
}

// PairRuleIDs are the ids of the rules that hold items against one another.
func PairRuleIDs() []string {
	var ids []string
	for _, r := range pairRules() {
		ids = append(ids, r.id)
	}
	return ids
}
