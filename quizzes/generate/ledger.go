package generate

import (
	"fmt"
	"time"
)

// An open account of an aging report.
type account struct {
	visit, bill time.Time
	cents       int
}

// columns of an aging report: an age stands in the first one whose last day it does not pass.
func agingColumn(days int) int { return min(max(days-1, 0)/30, 4) }

var agingColumns = [...]string{"0-30", "31-60", "61-90", "91-120", "over 120"}

func total(accounts []account, holds func(account) bool) int {
	sum := 0
	for _, a := range accounts {
		if holds(a) {
			sum += a.cents
		}
	}
	return sum
}

// aging asks for the total of one column.
func aging(d *draw) (Question, bool) {
	today := d.weekday()
	age := func(day time.Time) int { return int(today.Sub(day).Hours() / 24) }
	months := func(day time.Time) int {
		return 12*(today.Year()-day.Year()) + int(today.Month()) - int(day.Month())
	}
	column := d.between(1, 3)
	var accounts []account
	rows := [][]string{{"Account", "Visit", "Bill", "Balance"}}
	for i := range 6 {
		days := d.between(10, 140)
		if i < 3 { // near the column that is asked for
			days = d.between(30*column-3, 30*column+33)
		}
		bill := today.AddDate(0, 0, -days)
		a := account{bill.AddDate(0, 0, -d.between(4, 24)), bill, 500*d.between(4, 60) + 25*d.IntN(4)}
		accounts = append(accounts, a)
	}
	d.Shuffle(len(accounts), func(i, j int) { accounts[i], accounts[j] = accounts[j], accounts[i] })
	for i, a := range accounts {
		rows = append(rows, []string{fmt.Sprint(101 + i), date(a.visit), date(a.bill), usd(a.cents)})
	}
	in := func(c int) func(account) bool {
		return func(a account) bool { return agingColumn(age(a.bill)) == c }
	}
	answer := total(accounts, in(column))
	visits := total(accounts, func(a account) bool { return agingColumn(age(a.visit)) == column })
	byMonth := total(accounts, func(a account) bool { return months(a.bill) == column })
	younger, older := total(accounts, in(column-1)), total(accounts, in(column+1))
	if answer*visits*byMonth*younger*older == 0 {
		return Question{}, false
	}
	name := agingColumns[column]
	options, ok := ranked(d, usd,
		slip[int]{answer, fmt.Sprintf("Counted in days from the bill, these balances are %s days old. The office counts from the bill.", name)},
		slip[int]{visits, "The days were counted from the visit. In this office the clock starts with the bill, so some balances moved up a column."},
		slip[int]{byMonth, "Months on the calendar were counted, not days. A bill of the end of a month then looks older than it is."},
		slip[int]{younger, fmt.Sprintf("This is the total of the column before it, %s days.", agingColumns[column-1])},
		slip[int]{older, fmt.Sprintf("This is the total of the column after it, %s days.", agingColumns[column+1])})
	steps := []string{fmt.Sprintf("Count the days from each bill to %s.", date(today))}
	for i, a := range accounts {
		steps = append(steps, fmt.Sprintf("Account %d: %d days, column %s.", 101+i, age(a.bill), agingColumns[agingColumn(age(a.bill))]))
	}
	return Question{
		Scenario: fmt.Sprintf("It is %s. The office sorts open balances by days since the bill: 0-30, 31-60, 61-90, 91-120, and over 120.", fullDate(today)),
		Exhibit:  table(false, rows...),
		Text:     fmt.Sprintf("What is the total of the column %s days?", name), Options: options,
		Steps: append(steps, fmt.Sprintf("The balances in column %s add up to %s.", name, usd(answer)))}, ok
}

// pettyCash asks whether a fund is over or short, and by how much.
func pettyCash(d *draw) (Question, bool) {
	fund := 100 * pick(d, 50, 75, 80, 100, 120, 150, 200)
	things := []string{"Postage due", "Bottled water", "Name badges", "Batteries", "Light bulbs", "Tape and string", "Parking", "Coffee filters"}
	d.Shuffle(len(things), func(i, j int) { things[i], things[j] = things[j], things[i] })
	rows := [][]string{{"In the box", "Amount"}}
	paid, amounts := 0, []int{}
	for range 3 {
		a := d.between(225, 2400)
		amounts, paid = append(amounts, a), paid+a
	}
	gap := d.between(25, 900)
	if d.chance(1, 2) {
		gap = -gap
	}
	cash := fund - paid + gap
	if cash < 500 {
		return Question{}, false
	}
	rows = append(rows, []string{"Cash", usd(cash)})
	for i, a := range amounts {
		rows = append(rows, []string{"Slip: " + things[i], usd(a)})
	}
	text := func(v int) string {
		switch {
		case v < 0:
			return "Short by " + usd(-v)
		case v > 0:
			return "Over by " + usd(v)
		}
		return ""
	}
	out := d.IntN(3)
	without := gap - amounts[out]
	what := fmt.Sprintf("Cash and slips add up to %s", usd(cash+paid))
	options, ok := mixed(d,
		slip[string]{text(gap), fmt.Sprintf("%s, and the fund is fixed at %s. The difference is what the box is off by.", what, usd(fund))},
		slip[string]{text(-gap), "The amount is right and the direction is turned around. More than the fund is over, and less is short."},
		slip[string]{text(without), fmt.Sprintf("One slip was left out of the sum: %s. Each slip stands for cash that was paid.", things[out])},
		slip[string]{text(-without), fmt.Sprintf("One slip was left out of the sum (%s), and then over and short were turned around.", things[out])},
		slip[string]{text(cash - paid), "Cash was compared with the slips. The two are added, and their sum is compared with the fund."})
	return Question{
		Scenario: fmt.Sprintf("The petty cash fund of an office is fixed at %s. At the count, the box holds what the table shows.", usd(fund)),
		Exhibit:  table(true, rows...), Text: "How far is the box from its fund, and in which direction?", Options: options,
		Steps: []string{
			fmt.Sprintf("Add the slips: %s.", usd(paid)),
			fmt.Sprintf("Add the cash: %s plus %s is %s.", usd(paid), usd(cash), usd(paid+cash)),
			fmt.Sprintf("The fund is %s. The difference is %s.", usd(fund), usd(max(gap, -gap))),
			fmt.Sprintf("The sum is %s than the fund, so the box is %s.", pickBySign(gap, "less", "more"), pickBySign(gap, "short", "over")),
		}}, ok
}

func pickBySign(v int, negative, positive string) string {
	if v < 0 {
		return negative
	}
	return positive
}

// daySheet asks for the receivables at the end of a day.
func daySheet(d *draw) (Question, bool) {
	old := 500*d.between(600, 6000) + 25*d.IntN(4)
	charges := 500*d.between(160, 600) + 25*d.IntN(4)
	payments := 500*d.between(100, 500) + 25*d.IntN(4)
	off := 500*d.between(10, 90) + 25*d.IntN(4)
	returned := 500*d.between(5, 30) + 25*d.IntN(4)
	answer := old + charges - payments - off + returned
	options, ok := ranked(d, usd,
		slip[int]{answer, "Charges and the returned check raise what is owed. Payments and write-offs lower it."},
		slip[int]{answer + 2*off, "The write-offs were added. A write-off is a credit: it lowers what is owed."},
		slip[int]{answer - 2*returned, "The returned check was taken off. That payment is reversed, so the patient owes the amount again."},
		slip[int]{answer - returned, "The returned check was left out. Its payment is reversed, so the amount is owed again."},
		slip[int]{answer - old, "These are the changes of one day alone. The receivables of the day before have to be added."},
		slip[int]{old - charges + payments + off - returned, "All the directions are turned around. Charges are debits and raise what is owed; payments are credits and lower it."})
	return Question{
		Scenario: "An office proves its day sheet before it closes. The table has the totals of the day.",
		Exhibit: table(true, []string{"Line", "Amount"}, []string{"Receivables of the day before", usd(old)}, []string{"Charges", usd(charges)},
			[]string{"Payments", usd(payments)}, []string{"Contract write-offs", usd(off)}, []string{"Returned check, reversed", usd(returned)}),
		Text: "What should the receivables be at the end of the day?", Options: options,
		Steps: []string{
			fmt.Sprintf("Start with %s and add the charges: %s.", usd(old), usd(old+charges)),
			fmt.Sprintf("Take off the payments: %s.", usd(old+charges-payments)),
			fmt.Sprintf("Take off the write-offs: %s.", usd(old+charges-payments-off)),
			fmt.Sprintf("Add the returned check, which is owed again: %s.", usd(answer)),
		}}, ok
}
