package quizzes

import "fmt"

// Without returns the bank as it is for drawing forms while some revisions are off them: because their key was found
// wrong, say. An item that the bank has in another revision stays. The version is that of the whole bank.
func (b *Bank) Without(revisions map[string]bool) *Bank {
	if len(revisions) == 0 {
		return b
	}
	less := *b
	less.items, less.ids = map[string]Item{}, nil
	for _, id := range b.ids {
		if it := b.items[id]; !revisions[it.Revision()] {
			less.items[id], less.ids = it, append(less.ids, id)
		}
	}
	less.prepare()
	return &less
}

// WithKey returns the item with another key, "a" to "d": the revision that it should have been. The rationales are those
// of the old key.
func (it Item) WithKey(key string) (Item, error) {
	d := it.draft().Draft
	place := optionPlace(key)
	if place < 0 || place >= len(d.Options) {
		return Item{}, fmt.Errorf("%v has no option %q", it, key)
	}
	options := make([]DraftOption, len(d.Options))
	for i, o := range d.Options {
		o.Key = i == place
		options[i] = o
	}
	d.Options = options
	return newItem(d, it.Domain()), nil
}
