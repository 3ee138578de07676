package server

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/server/classwork"
	"frontdesk/server/store"
)

// What the rules of class work come to over HTTP, against an oracle that knows nothing of server/classwork but the words
// of fields and values: it goes through the rules one by one, as somebody with a pencil would.

// dicta are the rules of one piece of work, of all scopes.
type dicta []store.Rule

// random draws rules. Dates lie within a few days of now, where no zone of the test changes its clocks.
func randomDicta(rng *rand.Rand, now time.Time, zone *time.Location, person string) dicta {
	day := func() string {
		return now.Add(time.Duration(rng.IntN(96)-48) * time.Hour / 2).Add(time.Duration(rng.IntN(60)) * time.Minute).In(zone).Format("2006-01-02T15:04")
	}
	pick := func(all ...string) string { return all[rng.IntN(len(all))] }
	draw := map[string]func() string{
		"opens": func() string { return pick("", day()) }, "due": func() string { return pick("", day(), day(), day()) },
		"late": func() string { return pick("no", "until", "always") }, "until": func() string { return pick("", day(), day()) },
		"attempts": func() string { return pick("0", "1", "2", "3") }, "minutes": func() string { return pick("", "0", "7", "10", "45") },
	}
	var all dicta
	for _, scope := range [][2]string{{"work", ""}, {"label", "evening"}, {"label", "slow"}, {"person", person}} {
		for _, field := range []string{"opens", "due", "late", "until", "attempts", "minutes"} {
			if scope[0] == "work" && rng.IntN(3) > 0 || rng.IntN(6) == 0 {
				all = append(all, store.Rule{Scope: scope[0], Target: scope[1], Field: field, Value: draw[field]()})
			}
		}
	}
	return all
}

// said is what holds of a field for a person with labels: their own rule, else the best that their labels say, else the
// work's; ok is false where nobody says anything.
func (all dicta) said(field, person string, labels []string) (string, bool) {
	var own, label, work []string
	for _, r := range all {
		switch {
		case r.Field != field:
		case r.Scope == "person" && r.Target == person:
			own = append(own, r.Value)
		case r.Scope == "label" && slices.Contains(labels, r.Target):
			label = append(label, r.Value)
		case r.Scope == "work":
			work = append(work, r.Value)
		}
	}
	switch {
	case len(own) > 0:
		return own[0], true
	case len(label) > 0:
		best := label[0]
		for _, v := range label[1:] {
			if better(field, v, best) {
				best = v
			}
		}
		return best, true
	case len(work) > 0:
		return work[0], true
	}
	return "", false
}

// better tells which of two values a learner would take.
func better(field, a, b string) bool {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	switch field {
	case "opens": // as early as can be; none is at once
		return b != "" && (a == "" || a < b)
	case "due", "until": // as late as can be; none is never
		return b != "" && (a == "" || a > b)
	case "late":
		rank := map[string]int{"no": 0, "until": 1, "always": 2}
		return rank[a] > rank[b]
	case "attempts": // 0 is any number
		return b != "0" && (a == "0" || number(a) > number(b))
	}
	if a == "" || b == "" { // of minutes: what the kind has is taken last
		return b == "" && a != ""
	}
	return b != "0" && (a == "0" || number(a) > number(b))
}

// fate is what the oracle says of one learner and one piece of work.
type fate struct {
	opens, due, close time.Time
	attempts, minutes int
}

// fateOf is said of each field, then the facts of the person.
func (all dicta) fateOf(person string, labels []string, factor float64, extra int, zone *time.Location) fate {
	moment := func(field string) time.Time {
		v, _ := all.said(field, person, labels)
		if v == "" {
			return time.Time{}
		}
		t, err := time.ParseInLocation("2006-01-02T15:04", v, zone)
		if err != nil {
			panic(err)
		}
		return t
	}
	f := fate{opens: moment("opens"), due: moment("due")}
	late, _ := all.said("late", person, labels)
	if until := moment("until"); !f.due.IsZero() {
		switch {
		case late == "no", late == "until" && !until.IsZero() && until.Before(f.due):
			f.close = f.due
		case late == "until":
			f.close = until
		}
	}
	v, _ := all.said("attempts", person, labels)
	if f.attempts, _ = strconv.Atoi(v); f.attempts > 0 {
		f.attempts += extra
	}
	v, _ = all.said("minutes", person, labels)
	plain, _ := strconv.Atoi(v)
	f.minutes = int(math.Ceil(float64(plain)*factor - 1e-9))
	stretch := time.Duration(f.minutes-plain) * time.Minute
	if !f.due.IsZero() {
		f.due = f.due.Add(stretch)
	}
	if !f.close.IsZero() {
		f.close = f.close.Add(stretch)
	}
	return f
}

// answer is what POST /attempts says at a time after used attempts, and how long the attempt then has, -1 for no limit.
func (f fate) answer(now time.Time, used int) (status int, code string, remaining int64) {
	switch {
	case !f.opens.IsZero() && now.Before(f.opens):
		return http.StatusConflict, "not_open", 0
	case !f.close.IsZero() && !now.Before(f.close):
		return http.StatusConflict, "past_due", 0
	case f.attempts > 0 && used >= f.attempts:
		return http.StatusConflict, "no_attempts", 0
	}
	remaining = -1
	if f.minutes > 0 {
		remaining = int64(f.minutes) * 60_000
	}
	if !f.close.IsZero() {
		if left := f.close.Sub(now).Milliseconds(); remaining < 0 || left < remaining {
			remaining = left
		}
	}
	return http.StatusCreated, "", remaining
}

// TestEnforcement holds 200 random sets of rules against the oracle, each at moments about its dates.
func TestEnforcement(t *testing.T) {
	c := open(t)
	rng := rand.New(rand.NewPCG(6, 200))
	zones := []string{"America/Chicago", "Asia/Kolkata", "Australia/Sydney", "Europe/London", "America/St_Johns"}
	labelsOf := map[string][]string{"ana": nil, "ben": {"evening"}, "cem": {"slow"}, "dee": {"evening", "slow"}}
	people, browsers := map[string]string{}, map[string]*browser{}
	var class store.Class
	seen := map[string]int{}
	for i := range 200 {
		if i%20 == 0 { // a class of its own, as large as one may be
			class = c.class(c.account(fmt.Sprint("zoe", i), store.Learner), store.Learner)
			for login, labels := range labelsOf {
				people[login] = c.account(fmt.Sprint(login, i), store.Learner)
				c.put(class, people[login], store.Learner)
				if err := c.db.SetPlace(t.Context(), store.Shell, class.ID, people[login], "", labels, c.Now()); err != nil {
					t.Fatal(err)
				}
				browsers[login] = c.signedIn(people[login], kindPassword)
			}
		}
		login := []string{"ana", "ben", "cem", "dee"}[i%4]
		person, factor, extra := people[login], []float64{1, 1, 1.25, 1.5, 2}[rng.IntN(5)], rng.IntN(3)
		p, err := c.db.Person(t.Context(), person)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.db.SetFacts(t.Context(), store.Shell, person, store.Facts{Factor: p.Factor, Extra: p.Extra}, store.Facts{Factor: factor, Extra: extra}, c.Now()); err != nil {
			t.Fatal(err)
		}
		zone, _ := time.LoadLocation(zones[rng.IntN(len(zones))])
		rules := randomDicta(rng, c.Now(), zone, person)
		work := c.assign(class, store.Assignment{Kind: classwork.Drill, Count: 1, Zone: zone.String(), Rules: rules})
		what := fmt.Sprintf("set %d: %s, factor %g, %d extra, %v", i, login, factor, extra, rules)
		f := rules.fateOf(person, labelsOf[login], factor, extra, zone)
		now := c.Now()
		f.live(t, browsers[login], work, what, rng, seen)
		c.clock.set(now.Add(time.Minute)) // so that the next one has its dates about as near
	}
	t.Logf("%v", seen)
	for _, code := range []string{"201", "not_open", "past_due", "no_attempts", "no limit", "cut by the close"} {
		if seen[code] < 10 {
			t.Errorf("%q came only %d times", code, seen[code])
		}
	}
}

// live asks for attempts at moments about the dates, in order, and hands each in.
func (f fate) live(t *testing.T, b *browser, work, what string, rng *rand.Rand, seen map[string]int) {
	t.Helper()
	start := b.c.Now()
	moments := []time.Time{start}
	for _, at := range []time.Time{f.opens, f.due, f.close} {
		for _, d := range []time.Duration{-5 * time.Minute, -time.Millisecond, 0, time.Millisecond} {
			if at.After(start.Add(-d)) && rng.IntN(2) == 0 {
				moments = append(moments, at.Add(d))
			}
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	for used := 0; len(moments) > 0; moments = moments[1:] {
		b.c.clock.set(moments[0])
		status, code, remaining := f.answer(moments[0], used)
		a := b.send("POST", "/attempts", fmt.Sprintf(`{"assignment":%q}`, work), "Accept", asJSON, "Content-Type", asJSON)
		if a.StatusCode != status || a.code() != code {
			t.Fatalf("%s\nat %v after %d attempts: %d %q, want %d %q (%+v)", what, moments[0], used, a.StatusCode, a.code(), status, code, f)
		}
		if code != "" {
			seen[code]++
			continue
		}
		seen["201"]++
		used++
		f.begun(t, b, a, what, remaining, seen)
		if rng.IntN(4) == 0 && len(moments) < 12 {
			moments = append(moments[:1:1], moments...) // once more at once
		}
	}
}

// begun looks at an attempt that has just begun, and hands it in.
func (f fate) begun(t *testing.T, b *browser, a answer, what string, remaining int64, seen map[string]int) {
	t.Helper()
	var got struct{ ID string }
	if err := json.Unmarshal([]byte(a.body), &got); err != nil {
		t.Fatal(err)
	}
	r := b.room(t, got.ID)
	switch {
	case remaining < 0:
		seen["no limit"]++
		if r.Remaining != nil {
			t.Fatalf("%s\n%d ms are left, want no limit", what, *r.Remaining)
		}
	case r.Remaining == nil || *r.Remaining != remaining:
		t.Fatalf("%s\nthere are %v ms, want %d (%+v)", what, r.Remaining, remaining, f)
	case remaining < int64(f.minutes)*60_000:
		seen["cut by the close"]++
	}
	b.post("/attempts/"+got.ID+"/submit").want(t, http.StatusSeeOther)
}

// TestStretchWhileOpen: what changes for an open attempt at class work when rules and facts change makes it longer, and
// never shorter.
func TestStretchWhileOpen(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		ana := c.account("ana", store.Learner)
		class := c.class(ana, store.Learner)
		b := c.signedIn(ana, kindPassword)
		work := c.assign(class, store.Assignment{Kind: classwork.Drill, Count: 2}, classwork.Minutes, "60", classwork.Late, classwork.LateNo, classwork.Due, c.localIn(class, 30*time.Minute))
		path := b.post("/attempts", "assignment", work).want(t, http.StatusSeeOther).Header.Get("Location")
		left := func(want time.Duration, after string) {
			t.Helper()
			if err := c.stretchOpen(t.Context(), store.Shell, class.ID); err != nil {
				t.Fatal(err)
			}
			if r := b.room(t, strings.TrimPrefix(path, "/attempts/")); time.Duration(*r.Remaining)*time.Millisecond != want {
				t.Errorf("after %s %v are left, want %v", after, time.Duration(*r.Remaining)*time.Millisecond, want)
			}
		}
		set := func(scope, target, field, value string) {
			t.Helper()
			w, err := c.db.Assignment(t.Context(), class.ID, work)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.db.SetRules(t.Context(), store.Shell, class.ID, work, w.Version, scope, target, []store.Rule{{Scope: scope, Target: target, Field: field, Value: value}}, c.Now()); err != nil {
				t.Fatal(err)
			}
		}
		factor := func(f float64) {
			t.Helper()
			if err := c.db.SetFactor(t.Context(), store.Shell, ana, f, c.Now()); err != nil {
				t.Fatal(err)
			}
		}
		left(30*time.Minute, "nothing")
		set(store.RulePerson, ana, classwork.Due, c.localIn(class, 40*time.Minute))
		left(40*time.Minute, "a later due date")
		set(store.RulePerson, ana, classwork.Due, c.localIn(class, 10*time.Minute))
		left(40*time.Minute, "an earlier one")
		set(store.RulePerson, ana, classwork.Due, c.localIn(class, 24*time.Hour))
		left(60*time.Minute, "one far away")
		factor(1.5)
		left(90*time.Minute, "a factor of 1.5")
		factor(1)
		left(90*time.Minute, "the factor is taken back")
		b.post(path+"/submit").want(t, http.StatusSeeOther)
		factor(3)
		if err := c.stretchOpen(t.Context(), store.Shell, class.ID); err != nil {
			t.Error(err)
		}
	})
}
