package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"
)

// A device is a tab that has the attempt open, as the exam room's script behaves: it numbers its saves from what the
// site has told, says the whole answer each time, and sends what it has as often and in whatever order its network likes.
type device struct {
	*browser
	tab     string
	known   map[int]int64 // question → the highest number it has used or been told
	waiting []sentSave
}

type sentSave struct {
	n   int
	seq int64
	is  saidAnswer
}

// saidAnswer is what a save says, comparable.
type saidAnswer struct {
	choice  string // "" clears
	flagged bool
}

func (s sentSave) body(tab string) string {
	choice := "null"
	if s.is.choice != "" {
		choice = `"` + s.is.choice + `"`
	}
	return fmt.Sprintf(`{"seq":%d,"tab":%q,"choice":%s,"flagged":%v,"struck":null,"confidence":null}`, s.seq, tab, choice, s.is.flagged)
}

// look asks how the attempt stands, as a page does when it opens.
func (d *device) look(t *testing.T, id string) {
	for _, it := range d.room(t, id).Items {
		d.known[it.N] = max(d.known[it.N], it.Seq)
	}
}

// put sends a save; ok is false if another tab has the attempt.
func (d *device) put(r *rapid.T, id string, s sentSave, tab string) (kept keptData, ok bool) {
	a := d.send("PUT", fmt.Sprintf("/attempts/%s/items/%d", id, s.n), s.body(tab))
	if a.StatusCode == 409 && tab != "" {
		return kept, false
	}
	if err := json.Unmarshal([]byte(a.body), &kept); err != nil || a.StatusCode != 200 {
		r.Fatalf("save %+v: %v", s, a)
	}
	return kept, true
}

// A ledger is what the site has acknowledged: for each question and number the save that came first.
type ledger map[int]map[int64]saidAnswer

func (l ledger) top(n int) (seq int64, is saidAnswer) {
	for s, a := range l[n] {
		if s > seq {
			seq, is = s, a
		}
	}
	return seq, is
}

// enter notes an acknowledged save and compares what the site said with what it must keep now.
func (l ledger) enter(r *rapid.T, s sentSave, kept keptData) {
	if _, there := l[s.n][s.seq]; !there {
		l[s.n][s.seq] = s.is
	}
	seq, is := l.top(s.n)
	answered := 0
	for n := range l {
		if _, a := l.top(n); a.choice != "" {
			answered++
		}
	}
	said := saidAnswer{deref(kept.Choice), kept.Flagged}
	if kept.Seq != seq || said != is || kept.Applied != (s.seq == seq && s.is == is) || kept.Answered != answered {
		r.Fatalf("after %+v the site says %+v, %+v; it must keep %d, %+v, %d answered", s, kept, said, seq, is, answered)
	}
}

// TestSchedules: saves of two tabs and a second device, each sent up to ten times, late, doubled and in any order: the
// highest number wins, all that was acknowledged is in the record, and whoever opens the attempt then goes on from there.
func TestSchedules(t *testing.T) {
	both(t, func(t *testing.T, c *clinic) {
		runs := 0
		rapid.Check(t, func(r *rapid.T) {
			if runs++; runs > 40 && !t.Failed() {
				return // of the 100 that rapid does: each is some eighty requests
			}
			b := c.guest()
			id := begin(b, "mode", "drill", "count", "2", "feedback", "end")
			l, devices := ledger{1: {}, 2: {}}, []*device{}
			for i := range 3 {
				devices = append(devices, &device{browser: b, tab: fmt.Sprint("tab ", i), known: map[int]int64{}})
			}
			takeovers := 0
			r.Repeat(map[string]func(*rapid.T){
				"choose": func(r *rapid.T) {
					d := rapid.SampledFrom(devices).Draw(r, "device")
					n := rapid.IntRange(1, 2).Draw(r, "question")
					d.known[n]++
					d.waiting = append(d.waiting, sentSave{n, d.known[n], saidAnswer{rapid.SampledFrom([]string{"", "a", "b", "c", "d"}).Draw(r, "choice"), rapid.Bool().Draw(r, "flag")}})
				},
				"send": func(r *rapid.T) {
					d := rapid.SampledFrom(devices).Draw(r, "device")
					if len(d.waiting) == 0 {
						r.Skip("nothing waits")
					}
					s := rapid.SampledFrom(d.waiting).Draw(r, "save") // it stays, so it may come again
					if kept, ok := d.put(r, id, s, d.tab); ok {
						l.enter(r, s, kept)
					}
				},
				"open or take over": func(r *rapid.T) {
					d := rapid.SampledFrom(devices).Draw(r, "device")
					takeovers++
					d.tab = fmt.Sprint("later tab ", takeovers)
					d.look(t, id)
				},
			})
			deliver(r, id, devices, l)
			l.compare(r, t, c, b, id)
			goOn(r, t, id, b, l)
		})
	})
}

// deliver sends all that any device has left, each up to ten times, in any order.
func deliver(r *rapid.T, id string, devices []*device, l ledger) {
	var all []sentSave
	for _, d := range devices {
		for _, s := range d.waiting {
			for range rapid.SampledFrom([]int{1, 1, 2, 10}).Draw(r, "times") {
				all = append(all, s)
			}
		}
	}
	for _, s := range rapid.Permutation(all).Draw(r, "order") {
		kept, _ := devices[0].put(r, id, s, "")
		l.enter(r, s, kept)
	}
}

// compare reads what is kept, and the record.
func (l ledger) compare(r *rapid.T, t *testing.T, c *clinic, b *browser, id string) {
	for _, it := range b.room(t, id).Items {
		if seq, is := l.top(it.N); it.Seq != seq || (saidAnswer{deref(it.Choice), it.Flagged}) != is {
			r.Fatalf("question %d: %d, %s is kept, want %d, %+v", it.N, it.Seq, deref(it.Choice), seq, is)
		}
	}
	saves, err := c.db.Saves(t.Context(), b.person().ID, id)
	if err != nil {
		r.Fatal(err)
	}
	record := ledger{1: {}, 2: {}}
	for _, s := range saves {
		record[s.N][s.Seq] = saidAnswer{s.Choice, s.Flagged}
	}
	if !maps.Equal(record[1], l[1]) || !maps.Equal(record[2], l[2]) {
		r.Fatalf("the record is %v, acknowledged was %v", record, l)
	}
}

// goOn is one more device, which knows only what GET tells.
func goOn(r *rapid.T, t *testing.T, id string, b *browser, l ledger) {
	d := &device{browser: b, tab: "the last", known: map[int]int64{}}
	d.look(t, id)
	for n := 1; n <= 2; n++ {
		s := sentSave{n, d.known[n] + 1, saidAnswer{"c", true}}
		kept, ok := d.put(r, id, s, d.tab)
		if !ok || !kept.Applied {
			r.Fatalf("the last device is not heard: %+v", kept)
		}
		l.enter(r, s, kept)
	}
}
