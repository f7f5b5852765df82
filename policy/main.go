// The policy pack of cloudgap as a program: run by the Pulumi engine from this folder (pulumi up --policy-pack policy) or
// as a prebuilt executable.
package main

import (
	"fmt"
	"os"

	"github.com/cloudgap/cloudgap/policy/pack"
)

func main() {
	if err := pack.Main(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
