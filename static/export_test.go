package static

import (
	"fmt"
	"maps"
)

// ThemesAgree compares the rules of site.css that say the same thing for different browsers.
func ThemesAgree(css string) error {
	rules, err := rootRules(css)
	if err != nil {
		return err
	}
	light, _ := rules[1].split()
	for name, value := range light {
		if name != "sh1" && name != "sh2" && rules[0][name] != value {
			return fmt.Errorf("--%s is %s for old browsers and %s for new ones", name, rules[0][name], value)
		}
	}
	if !maps.Equal(rules[2], rules[3]) {
		return fmt.Errorf("high contrast chosen here is %v, of the system %v", rules[2], rules[3])
	}
	return nil
}
