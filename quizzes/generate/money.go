package generate

import "fmt"

// percent is a share of cents; amounts are drawn so that it comes out even.
func percent(p, cents int) int { return p * cents / 100 }

// share asks for deductible and coinsurance of one visit.
func share(d *draw) (Question, bool) {
	who := d.person()
	allowed := 100 * d.between(120, 420)
	charge := allowed + 500*d.between(6, 30)
	left := 500 * d.between(4, 70)
	deductible := 100 * pick(d, 500, 750, 1000, 1200, 1500)
	rate := pick(d, 10, 15, 20, 25, 30)
	rest := allowed - left
	if rest < 2000 || left > deductible {
		return Question{}, false
	}
	answer := left + percent(rate, rest)
	options, ok := ranked(d, usd,
		slip[int]{answer, fmt.Sprintf("The deductible comes first: %s is left of it. Coinsurance is %d percent of the other %s of the allowed amount.", usd(left), rate, usd(rest))},
		slip[int]{percent(rate, allowed), fmt.Sprintf("This is %d percent of the whole allowed amount. The part of the deductible that is left was forgotten.", rate)},
		slip[int]{left + percent(rate, allowed), "The deductible is in it, and that is right. But the percent was taken of the whole allowed amount, not of what is left over."},
		slip[int]{left + percent(rate, charge-left), "The order of the steps is right. But it starts from the charge, and in the network the allowed amount replaces the charge."},
		slip[int]{left, "This stops at the deductible. Coinsurance on the part of the allowed amount above it was forgotten."},
		slip[int]{allowed - answer, "This is the part that the plan pays. The share of the patient is the other part of the allowed amount."})
	return Question{
		Scenario: fmt.Sprintf("%s had a covered visit in the network. Suppose the figures below. No copay applies, and the out-of-pocket maximum is far away.", who),
		Exhibit: table(true, []string{"Figure", "Amount"}, []string{"Charge", usd(charge)}, []string{"Allowed amount", usd(allowed)},
			[]string{"Deductible", usd(deductible)}, []string{"Deductible met so far", usd(deductible - left)}, []string{"Coinsurance", fmt.Sprintf("%d percent", rate)}),
		Text: fmt.Sprintf("How much of the visit is the share of %s?", who), Options: options,
		Steps: []string{
			fmt.Sprintf("In the network the charge is crossed out. The allowed amount counts: %s.", usd(allowed)),
			fmt.Sprintf("Of the deductible, %s minus %s leaves %s. The patient pays that first.", usd(deductible), usd(deductible-left), usd(left)),
			fmt.Sprintf("%s minus %s is %s. Of that, %d percent is %s.", usd(allowed), usd(left), usd(rest), rate, usd(percent(rate, rest))),
			fmt.Sprintf("%s plus %s is %s.", usd(left), usd(percent(rate, rest)), usd(answer)),
		}}, ok
}

// shareLimit asks the same where the out-of-pocket maximum may end the share early.
func shareLimit(d *draw) (Question, bool) {
	who := d.person()
	allowed := 1000 * d.between(150, 600)
	rate := pick(d, 10, 20, 30)
	left := 1000 * d.between(10, 40)
	limit := 10000 * pick(d, 30, 40, 50, 60)
	room := 1000 * d.between(15, 110)
	rest := allowed - left
	whole := left + percent(rate, rest)
	answer := min(whole, room)
	errors := []slip[int]{
		{percent(rate, allowed), "The percent was taken of the whole allowed amount. The deductible was left out, and so was the look at the maximum."},
		{percent(rate, room), "The percent was taken of the room under the maximum. The maximum is a limit, not an amount to share."},
		{left, "This stops at the deductible. The deductible is where sharing starts, and coinsurance comes on top of it."},
	}
	why := fmt.Sprintf("Deductible and coinsurance come to %s. That is less than the %s that is left under the maximum, so nothing is cut.", usd(whole), usd(room))
	last := fmt.Sprintf("%s is not more than %s, so the share stays at %s.", usd(whole), usd(room), usd(answer))
	if whole > room {
		why = fmt.Sprintf("Deductible and coinsurance would come to %s. The maximum leaves room for %s, and there the share stops.", usd(whole), usd(room))
		last = fmt.Sprintf("%s is more than %s, so the share stops at %s.", usd(whole), usd(room), usd(answer))
		errors = append(errors,
			slip[int]{whole, "Deductible and coinsurance were worked out well. But the out-of-pocket maximum was forgotten, and it ends the share earlier."},
			slip[int]{left + room, "The deductible was added on top of the room under the maximum. In this plan the deductible counts toward it."})
	} else {
		errors = append(errors,
			slip[int]{room, "This is all that is left under the maximum. The maximum caps a share; it does not set one."},
			slip[int]{left + percent(rate, allowed), "The percent was taken of the whole allowed amount instead of what is left over after the deductible."})
	}
	if room == whole {
		return Question{}, false
	}
	options, ok := ranked(d, usd, slip[int]{answer, why}, errors...)
	return Question{
		Scenario: fmt.Sprintf("%s has a planned procedure in the network. Suppose the figures below. In this plan, deductible and coinsurance both count toward the maximum.", who),
		Exhibit: table(true, []string{"Figure", "Amount"}, []string{"Allowed amount", usd(allowed)}, []string{"Deductible that is left", usd(left)},
			[]string{"Coinsurance", fmt.Sprintf("%d percent", rate)}, []string{"Out-of-pocket maximum", usd(limit)}, []string{"Paid toward the maximum so far", usd(limit - room)}),
		Text: fmt.Sprintf("How much of the procedure is the share of %s?", who), Options: options,
		Steps: []string{
			fmt.Sprintf("The rest of the deductible comes first: %s.", usd(left)),
			fmt.Sprintf("%s minus %s is %s. Of that, %d percent is %s.", usd(allowed), usd(left), usd(rest), rate, usd(percent(rate, rest))),
			fmt.Sprintf("Without a limit the share would be %s.", usd(whole)),
			fmt.Sprintf("Under the maximum, %s minus %s leaves %s.", usd(limit), usd(limit-room), usd(room)),
			last,
		}}, ok
}

// balance asks what an account still owes when its explanation of benefits is on the counter.
func balance(d *draw) (Question, bool) {
	who := d.person()
	allowed := 100 * d.between(90, 320)
	discount := 100 * d.between(15, 120)
	deductible := 100 * d.between(20, 80)
	rate := pick(d, 10, 20, 25, 30)
	paid := 500 * d.between(2, 9)
	coinsurance := percent(rate, allowed-deductible)
	due := deductible + coinsurance
	plan := allowed - due
	if deductible >= allowed || due-paid < 500 {
		return Question{}, false
	}
	options, ok := ranked(d, usd,
		slip[int]{due - paid, fmt.Sprintf("The share is %s, and the explanation does not know of the %s from the day of the visit. The account does.", usd(due), usd(paid))},
		slip[int]{due, "This is the share as the page has it. The payment at the visit stands in the account, not on the page, and was forgotten."},
		slip[int]{due + paid, "The payment at the visit was added. Money that came in makes the balance smaller."},
		slip[int]{due + discount - paid, "The payment is counted, and that is right. But the discount is in it too, and in the network nobody pays the discount."},
		slip[int]{allowed - paid, "This starts from the allowed amount and leaves out what the plan paid."},
		slip[int]{deductible - paid, "The payment is counted, and that is right. But the coinsurance is a part of the share as well, and it was left out."},
		slip[int]{coinsurance - paid, "The payment is counted, and that is right. But the deductible is a part of the share as well, and it was left out."},
		slip[int]{coinsurance, "This is the coinsurance alone. The deductible is a part of the share as well, and the payment at the visit was left out."})
	return Question{
		Scenario: fmt.Sprintf("%s brings an explanation of benefits to the desk. The account shows %s that was paid on the day of the visit. The practice is in the network.", who, usd(paid)),
		Exhibit: table(true, []string{"Line", "Amount"}, []string{"Billed charge", usd(allowed + discount)}, []string{"Allowed amount", usd(allowed)}, []string{"Discount", usd(discount)},
			[]string{"Deductible", usd(deductible)}, []string{"Coinsurance", usd(coinsurance)}, []string{"Plan paid", usd(plan)}),
		Text: fmt.Sprintf("How much is left for %s to pay?", who), Options: options,
		Steps: []string{
			fmt.Sprintf("The discount of %s is nobody's to pay in the network.", usd(discount)),
			fmt.Sprintf("The share is deductible plus coinsurance: %s plus %s is %s.", usd(deductible), usd(coinsurance), usd(due)),
			fmt.Sprintf("Check it: %s from the plan and %s from the patient make %s, the allowed amount.", usd(plan), usd(due), usd(allowed)),
			fmt.Sprintf("%s minus the %s from the day of the visit leaves %s.", usd(due), usd(paid), usd(due-paid)),
		}}, ok
}

// writeOff asks for the contract write-off of a remittance line, or for the balance of the patient.
func writeOff(d *draw) (Question, bool) {
	who := d.person()
	allowed := 100*d.between(60, 260) + 25*d.IntN(4)
	off := 100*d.between(15, 110) + 25*d.IntN(4)
	due := 100*d.between(15, 60) + 25*d.IntN(4)
	paid := 500 * d.between(1, 8)
	charge, plan := allowed+off, allowed-due
	if due-paid < 300 || plan < 2000 {
		return Question{}, false
	}
	q := Question{
		Scenario: fmt.Sprintf("The remittance for %s has come. The practice is in the network, there is no other plan, and the patient paid %s at the visit.", who, usd(paid)),
		Exhibit:  table(true, []string{"Line", "Amount"}, []string{"Charge", usd(charge)}, []string{"Allowed amount", usd(allowed)}, []string{"Plan paid", usd(plan)}),
		Steps: []string{
			fmt.Sprintf("Write-off: charge minus allowed amount. %s minus %s is %s.", usd(charge), usd(allowed), usd(off)),
			fmt.Sprintf("Share: allowed amount minus what the plan paid. %s minus %s is %s.", usd(allowed), usd(plan), usd(due)),
			fmt.Sprintf("Balance: that share minus what the patient has paid. %s minus %s is %s.", usd(due), usd(paid), usd(due-paid)),
		}}
	ok := false
	if d.chance(1, 2) {
		q.Text = "How much is the contract write-off?"
		q.Options, ok = ranked(d, usd,
			slip[int]{off, "The contract write-off is the part of the charge above the allowed amount. Nobody is billed for it."},
			slip[int]{charge - plan, "This is all that the plan did not pay. The share of the patient is in it, and that part is billed, not written off."},
			slip[int]{due, "This is the share of the patient: allowed amount minus what the plan paid. It is billed, not written off."},
			slip[int]{charge - plan - paid, "Both payments were taken from the charge. What is left still holds a part that the patient owes."},
			slip[int]{off - paid, "The payment at the visit was taken off. It pays a part of the share, and no part of the write-off."},
			slip[int]{off + paid, "The payment at the visit was added. It is money that came in, and no part of the write-off."})
		return q, ok
	}
	q.Text = fmt.Sprintf("How much is the balance that %s should be billed?", who)
	q.Options, ok = ranked(d, usd,
		slip[int]{due - paid, "The allowed amount is the start. The payments of plan and patient come off it, and the rest is the balance."},
		slip[int]{due, "Allowed amount and plan payment are right. But the payment at the visit was forgotten."},
		slip[int]{charge - plan - paid, "This starts from the charge, so the contract write-off is in it. An in-network practice may not bill that."},
		slip[int]{paid, "This is what was paid at the visit. It comes off the share, and what is left is the balance."},
		slip[int]{off, "This is the contract write-off. It is taken off the account and is nobody's balance."},
		slip[int]{charge - plan, "This is all that the plan did not pay: write-off and share together, with the payment at the visit left out."})
	return q, ok
}
