//go:build race

package generate_test

// seeds is how many questions of each family are made under the race detector, which has nothing to find here and makes
// everything slow. The others are made without it: .ci/test runs this package both ways.
const seeds = 300
