package generate

import "fmt"

// reorder asks for the count at which an order goes out.
func reorder(d *draw) (Question, bool) {
	thing := pick(d, "boxes of gloves", "reams of paper", "rolls of labels", "packs of envelopes", "boxes of gowns", "rolls of table paper")
	use, weeks, reserve := d.between(2, 14), d.between(2, 4), d.between(3, 20)
	days := 5 * weeks
	answer := use*weeks + reserve
	count := func(n int) string { return fmt.Sprint(n) }
	options, ok := ranked(d, count,
		slip[int]{answer, fmt.Sprintf("At five a week, %d open days are %d weeks. Use in that time is %d, and the reserve comes on top.", days, weeks, use*weeks)},
		slip[int]{use * weeks, "This covers the wait for the truck. The safety stock was forgotten, so a late truck empties the shelf."},
		slip[int]{use + reserve, "This covers one week of use and the reserve. Delivery takes longer than that."},
		slip[int]{use*days + reserve, "Use in a week was multiplied by days. Both have to be in the same period."},
		slip[int]{reserve, "This is the safety stock alone. The use while the order is on its way comes on top of it."},
		slip[int]{use * days, "Use in a week was multiplied by days, and the safety stock was left out."},
		slip[int]{use*weeks + 2*reserve, "The safety stock was added twice. It is held back once."})
	return Question{
		Scenario: fmt.Sprintf("An office sets the reorder point for %s. It is open five days a week.", thing),
		Exhibit: table(true, []string{"Figure", "Number"}, []string{"Use in a week", fmt.Sprint(use)}, []string{"Delivery time in open days", fmt.Sprint(days)},
			[]string{"Safety stock", fmt.Sprint(reserve)}),
		Text: "At which count on the shelf should the order go out?", Options: options,
		Steps: []string{
			fmt.Sprintf("Bring both to one period: %d open days, at five a week, are %d weeks.", days, weeks),
			fmt.Sprintf("Use during delivery: %d times %d is %d.", use, weeks, use*weeks),
			fmt.Sprintf("Add the safety stock once: %d plus %d is %d.", use*weeks, reserve, answer),
		}}, ok
}

// par asks how many cases fill a shelf up.
func par(d *draw) (Question, bool) {
	thing := pick(d, "boxes of gloves", "packs of paper towels", "rolls of labels", "boxes of masks", "packs of envelopes")
	size := pick(d, 4, 5, 6, 8, 10, 12)
	level, shelf, coming := size*d.between(6, 15), size*d.between(1, 5), size*d.between(1, 5)
	need := level - shelf - coming
	if need < size {
		return Question{}, false
	}
	cases := func(n int) string {
		if n == 1 {
			return "1 case"
		}
		return fmt.Sprintf("%d cases", n)
	}
	options, ok := ranked(d, cases,
		slip[int]{need / size, fmt.Sprintf("Par minus shelf minus what is on its way is %d. At %d to a case, that makes %s.", need, size, cases(need/size))},
		slip[int]{(level - shelf) / size, "What is already on its way was forgotten, so the shelf would be filled above par."},
		slip[int]{(level - coming) / size, "What stands on the shelf was forgotten. Par is the amount that the shelf is filled up to."},
		slip[int]{need, "The number is right in single units. But the vendor sells cases, so it has to be turned into them."},
		slip[int]{coming / size, "This is what is on its way already, in cases. What is missing on top of it was asked for."},
		slip[int]{shelf / size, "This is what stands on the shelf, in cases. The gap up to par was asked for."},
		slip[int]{level / size, "This orders the whole par level, as if nothing stood on the shelf and nothing was on its way."},
		slip[int]{(level - shelf + coming) / size, "What is on its way was added. It will come without a new order, so it is subtracted."})
	return Question{
		Scenario: fmt.Sprintf("An office fills up its %s. The vendor sells them by the case, with %d in each.", thing, size),
		Exhibit: table(true, []string{"Figure", "Number"}, []string{"Par level", fmt.Sprint(level)}, []string{"On the shelf", fmt.Sprint(shelf)},
			[]string{"Already on order", fmt.Sprint(coming)}, []string{"In one case", fmt.Sprint(size)}),
		Text: "How much should be ordered to reach par?", Options: options,
		Steps: []string{
			fmt.Sprintf("Start from par and take off what is there: %d minus %d is %d.", level, shelf, level-shelf),
			fmt.Sprintf("Take off what is on its way: %d minus %d is %d.", level-shelf, coming, need),
			fmt.Sprintf("Turn units into cases: %d divided by %d is %d.", need, size, need/size),
		}}, ok
}
