// Command conformance runs cloudgap's stacks through the real AWS provider, without AWS and against an emulator.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/cloudgap/cloudgap/conformance/gohost"
	"github.com/cloudgap/cloudgap/conformance/levels"
	"github.com/cloudgap/cloudgap/policy/pack"
)

// The engine starts this program as language host and as policy pack, under their names.
func main() {
	var err error
	switch filepath.Base(os.Args[0]) {
	case gohost.Name:
		err = gohost.Serve(os.Args)
	case levels.PackProgram:
		err = pack.Main()
	default:
		os.Exit(run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() int {
	chosen := flag.String("levels", "plan,apply", "levels to run, separated by commas: plan, apply, faults")
	only := flag.String("only", "", "subjects to run, separated by commas; all by default")
	endpoint := flag.String("endpoint", "", "address of an emulator that runs already, such as LocalStack's http://127.0.0.1:4566; moto is started by default")
	kills := flag.Int("kills", 20, "how many times the faults level kills a process")
	storm := flag.String("storm", "", "limit the faults level to faults whose names contain this text")
	seed := flag.Int64("seed", 1, "seed of the moments at which the faults level kills")
	timeout := flag.Duration("timeout", 10*time.Minute, "how long one level may take for one subject")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	options := levels.Options{Endpoint: *endpoint, Kills: *kills, Storm: *storm, Seed: *seed, Only: list(*only), Tell: tell, Timeout: *timeout}
	for _, level := range list(*chosen) {
		options.Levels = append(options.Levels, levels.Level(level))
	}
	results, err := levels.Run(ctx, options)
	levels.Print(os.Stdout, results)
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 2
	case levels.AnyFailed(results):
		return 1
	}
	return 0
}

func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

func tell(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "%s  %s\n", time.Now().Format("15:04:05"), fmt.Sprintf(format, args...))
}
