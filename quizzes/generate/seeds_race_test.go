//go:build race

package generate_test

// seeds is how many questions of each family are made under the race detector, which has nothing to find here and makes
// everything slow: ten thousand are made without it.
const seeds = 300
