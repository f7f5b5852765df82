// Command standin stands in for the programs of a node in tests: rke2, systemctl, kubectl and a few more, told apart by the
// name under which it is called. As rke2 it is as far from the real one as it may be while the bootstrap program still sees
// what it would see: who founds a cluster, who joins whom, who is a voting member, what answers on which port.
//
// The node is a directory, named by STANDIN_NODE; the name and address of the node are STANDIN_NAME and STANDIN_ADDRESS. What
// etcd would replicate lies in files below STANDIN_WORLD, one per cluster.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

var (
	nodeDir = os.Getenv("STANDIN_NODE")
	name    = os.Getenv("STANDIN_NAME")
	address = os.Getenv("STANDIN_ADDRESS")
	world   = os.Getenv("STANDIN_WORLD")
)

const dataDir = "/var/lib/rancher/rke2"

func main() {
	called, args := filepath.Base(os.Args[0]), os.Args[1:]
	var err error
	switch called {
	case "rke2":
		err = rke2(args)
	case "systemctl":
		err = systemctl(args)
	case "kubectl":
		err = kubectl(args)
	default:
		err = system(called, args)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func path(p string) string { return filepath.Join(nodeDir, p) }

// system is every program that only changes the operating system. It notes the call. Queries fail until what they ask for
// was installed.
func system(called string, args []string) error {
	line := called + " " + strings.Join(args, " ")
	log, err := os.OpenFile(path("commands.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(log, line); err != nil {
		return err
	}
	if err := log.Close(); err != nil {
		return err
	}
	provider := map[string]string{"rpm": "dnf", "id": "useradd", "blkid": "mkfs.xfs"}[called]
	if provider == "" {
		return nil
	}
	commands, err := os.ReadFile(path("commands.log"))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(commands)) {
		// Only a user of that name is the one asked for.
		if strings.HasPrefix(line, provider+" ") && (called != "id" || strings.HasSuffix(line, " "+args[len(args)-1]+"\n")) {
			return nil
		}
	}
	return fmt.Errorf("%s: not installed", line)
}
