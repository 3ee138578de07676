package generate

import (
	"fmt"
	"strings"
	"time"
)

// A parent, or the spouse of one, who holds a plan.
type holder struct {
	name string
	born time.Time
	role string
}

func (d *draw) holder(role string) holder {
	return holder{d.person(), time.Date(d.between(1975, 1995), time.January, 1+d.IntN(365), 0, 0, 0, 0, time.UTC), role}
}

// birthdayBefore compares month and day alone.
func birthdayBefore(a, b holder) bool {
	return a.born.Month() < b.born.Month() || a.born.Month() == b.born.Month() && a.born.Day() < b.born.Day()
}

func monthAndDay(day time.Time) string { return day.Format("January 2") }

// birthday asks for the order of two plans of parents who live together, and of Medicaid.
func birthday(d *draw) (Question, bool) {
	parents := []holder{d.holder("Parent"), d.holder("Parent")}
	child, desk := d.fresh(d.given), pick(d, parents...)
	first, second := parents[0], parents[1]
	if birthdayBefore(second, first) {
		first, second = second, first
	}
	if monthAndDay(first.born) == monthAndDay(second.born) || first.born.Year() == second.born.Year() {
		return Question{}, false
	}
	wrong := ""
	switch {
	case second.born.Before(first.born):
		wrong = fmt.Sprintf("This puts the older parent first. The year of birth does not count: %s comes before %s.", monthAndDay(first.born), monthAndDay(second.born))
	case second.born.Day() < first.born.Day():
		wrong = fmt.Sprintf("This compares the day and forgets the month. In the year, %s comes before %s.", monthAndDay(first.born), monthAndDay(second.born))
	case desk == second:
		wrong = "This puts the parent first who brought the child. Who is at the desk that day decides nothing."
	default:
		return Question{}, false
	}
	a, b, m := "plan of "+first.name, "plan of "+second.name, "Medicaid"
	order := func(list ...string) string {
		text := strings.Join(list, ", then ")
		return strings.ToUpper(text[:1]) + text[1:]
	}
	options, ok := mixed(d,
		slip[string]{order(a, b, m), fmt.Sprintf("%s comes before %s in the year, so that parent's plan is primary. Medicaid pays last, after the other coverage.", monthAndDay(first.born), monthAndDay(second.born))},
		slip[string]{order(b, a, m), wrong},
		slip[string]{order(m, a, b), "The two plans stand in the right order. But Medicaid was put first because it covers the child directly; it pays last."},
		slip[string]{order(a, m, b), "The first plan is right. But Medicaid does not step in between two group plans; it pays after both."})
	return Question{
		Scenario: fmt.Sprintf("%s lives with both parents and is covered by the job plans of both, and by Medicaid. Today %s brings the child to the visit.", child, desk.name),
		Exhibit:  table(false, []string{"Parent", "Date of birth"}, []string{parents[0].name, date(parents[0].born)}, []string{parents[1].name, date(parents[1].born)}),
		Text:     "In which order do the three payers pay?", Options: options,
		Steps: []string{
			"The parents live together, so the birthday rule orders their plans.",
			fmt.Sprintf("Month and day count, the year does not: %s comes before %s.", monthAndDay(first.born), monthAndDay(second.born)),
			fmt.Sprintf("The plan of %s is primary, and the plan of %s is secondary.", first.name, second.name),
			"Medicaid pays last, after the other coverage.",
		}}, ok
}

// payers asks for one place in the order of four plans, where the parents of a child live apart.
func payers(d *draw) (Question, bool) {
	with, other := d.holder("Parent with custody"), d.holder("Other parent")
	withSpouse, otherSpouse := d.holder("Spouse of the parent with custody"), d.holder("Spouse of the other parent")
	child := d.fresh(d.given)
	if monthAndDay(with.born) == monthAndDay(other.born) {
		return Question{}, false
	}
	switch d.IntN(3) {
	case 0:
		q, ok := decreed(d, child, with, withSpouse, other, otherSpouse)
		return listed(d, q, with, withSpouse, other, otherSpouse), ok
	case 1:
		with.role, withSpouse.role = "Parent, joint custody", "Spouse of "+with.name
		other.role, otherSpouse.role = "Parent, joint custody", "Spouse of "+other.name
		q, ok := joint(d, child, with, withSpouse, other, otherSpouse)
		return listed(d, q, with, withSpouse, other, otherSpouse), ok
	}
	q, ok := undecreed(d, child, with, withSpouse, other, otherSpouse)
	return listed(d, q, with, withSpouse, other, otherSpouse), ok
}

// listed adds the table of all four, in any order.
func listed(d *draw, q Question, all ...holder) Question {
	d.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	rows := [][]string{{"Holder of a plan", "Relation to the child", "Date of birth"}}
	for _, h := range all {
		rows = append(rows, []string{h.name, h.role, date(h.born)})
	}
	q.Exhibit = table(false, rows...)
	return q
}

func plan(h holder) string { return "The plan of " + h.name }

func decreed(d *draw, child string, with, withSpouse, other, otherSpouse holder) (Question, bool) {
	q := Question{
		Scenario: fmt.Sprintf("The parents of %s live apart, and four job plans cover the child. A court decree makes %s responsible for health coverage, and that plan knows of it.", child, other.name),
		Text:     "Which plan is primary for the child?",
		Steps: []string{
			"The parents live apart, so a court decree is the first thing to look for.",
			fmt.Sprintf("The decree names %s, and that plan knows of it.", other.name),
			fmt.Sprintf("So the plan of %s is primary.", other.name),
		}}
	ok := false
	q.Options, ok = mixed(d,
		slip[string]{plan(other), "A court decree that makes one parent responsible comes before custody, once that parent's plan knows of it."},
		slip[string]{plan(with), "Custody decides where no decree names a parent. Here a decree does, and it comes before custody."},
		slip[string]{plan(withSpouse), "This looks at the home in which the child lives. A stepparent never comes before the parent whom a decree names."},
		slip[string]{plan(otherSpouse), "This takes the household that the decree speaks of. The decree makes the parent responsible, not the spouse."})
	return q, ok
}

func joint(d *draw, child string, with, withSpouse, other, otherSpouse holder) (Question, bool) {
	first, second := with, other
	firstSpouse, secondSpouse := withSpouse, otherSpouse
	if birthdayBefore(second, first) {
		first, second, firstSpouse, secondSpouse = second, first, secondSpouse, firstSpouse
	}
	q := Question{
		Scenario: fmt.Sprintf("The parents of %s live apart and share custody. Four job plans cover the child, and the court decree names nobody for health coverage.", child),
		Text:     "Which plan is primary for the child?",
		Steps: []string{
			"The decree names nobody, and custody is joint.",
			"Then the birthday rule orders the plans of the two parents.",
			fmt.Sprintf("%s comes before %s in the year, so the plan of %s is primary.", monthAndDay(first.born), monthAndDay(second.born), first.name),
		}}
	why := "Custody is joint, so neither parent is ahead by custody. The birthday rule decides, and it looks at month and day, not at the year."
	if second.born.Before(first.born) {
		why = "This takes the older parent. With joint custody the birthday rule decides, and it leaves out the year."
	}
	ok := false
	q.Options, ok = mixed(d,
		slip[string]{plan(first), fmt.Sprintf("With joint custody and no name in the decree, the birthday rule decides: %s comes before %s.", monthAndDay(first.born), monthAndDay(second.born))},
		slip[string]{plan(second), why},
		slip[string]{plan(firstSpouse), "The right household, but the wrong person. A stepparent's plan comes after that of the parent."},
		slip[string]{plan(secondSpouse), "This takes a stepparent, as if any plan in either home could be first. The parents' plans are compared."})
	return q, ok
}

func undecreed(d *draw, child string, with, withSpouse, other, otherSpouse holder) (Question, bool) {
	order := []holder{with, withSpouse, other, otherSpouse}
	wrong := []string{
		"Custody puts this plan first of all four. That was taken as the answer, whatever place was asked for.",
		"The spouse of the parent with custody is second. This counts the homes and not the plans, or puts both parents first.",
		"The other parent is third. This puts both parents before any stepparent, but the home with custody goes first.",
		"The spouse of the other parent is last. This reads the order from the wrong home.",
	}
	place := d.between(2, 3)
	key := order[place-1]
	var errors []slip[string]
	for i, h := range order {
		if h != key {
			errors = append(errors, slip[string]{plan(h), wrong[i]})
		}
	}
	q := Question{
		Scenario: fmt.Sprintf("The parents of %s live apart, and four job plans cover the child. One parent has custody, and no court decree speaks of health coverage.", child),
		Text:     fmt.Sprintf("Which plan pays %s for the child?", ordinal(place)),
		Steps: []string{
			"There is no decree, so the plan of the parent with custody is first.",
			"The plan of that parent's spouse is second.",
			"The plan of the other parent is third, and the plan of that parent's spouse is last.",
			fmt.Sprintf("So the %s is the plan of %s.", ordinal(place), key.name),
		}}
	ok := false
	q.Options, ok = mixed(d, slip[string]{plan(key), fmt.Sprintf("Without a decree the home with custody goes first: parent, then spouse. Then comes the other home. This plan is %s.", ordinal(place))}, errors...)
	return q, ok
}
