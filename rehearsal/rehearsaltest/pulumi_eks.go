package rehearsaltest

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/cloudgap/cloudgap/rehearsal"
	"github.com/cloudgap/cloudgap/rehearsal/eks"
)

// pulumiEksVariable names the program pulumi-resource-eks. It is a Node.js program that is built or downloaded elsewhere and no
// part of a checkout.
const pulumiEksVariable = "CLOUDGAP_PULUMI_EKS"

// RealPulumiEks starts the real provider of pulumi-eks for rehearsal.Options.Attach, under the name "eks", and returns its
// port. It stops with the test. Where no such program is named, the test is skipped and says so.
func RealPulumiEks(t testing.TB) int {
	t.Helper()
	path := os.Getenv(pulumiEksVariable)
	if path == "" {
		t.Skipf("not compared with the real pulumi-eks: set %s to the path of pulumi-resource-eks %s", pulumiEksVariable, eks.Version)
	}
	command := exec.CommandContext(t.Context(), path)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("start the real pulumi-eks: %v", err)
	}
	t.Cleanup(func() {
		// The test's context has ended and killed it; how it ended says nothing.
		_ = command.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("wait for the port of the real pulumi-eks: %v", err)
	}
	port, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatalf("read the port of the real pulumi-eks: %v", err)
	}
	return port
}

// PulumiEksChild is what the engine records of a child of a component of pulumi-eks.
type PulumiEksChild struct {
	// Parent is the parent's URN.
	Parent string
	// Inputs are the inputs of a resource with a provider, after transforms.
	Inputs map[string]any
}

// notCompared are inputs in which the simulation is known to differ from the real component, by type: the settings of the VPC
// CNI, which nothing reads, and the version of the Kubernetes SDK that the program was built with.
var notCompared = map[string]string{"aws:eks/addon:Addon": "configurationValues", "pulumi:providers:kubernetes": "version"}

// ChildrenOfPulumiEks deploys a program and returns the children of its clusters of pulumi-eks by URN. What the simulation
// is known to leave out is left out: the inputs of components, which no provider sees, and those that notCompared lists.
func ChildrenOfPulumiEks(t testing.TB, options rehearsal.Options) map[string]PulumiEksChild {
	t.Helper()
	session := Open(t, options)
	if _, err := session.Up(t.Context()); err != nil {
		t.Fatalf("deploy the program: %v", err)
	}
	resources, err := session.Resources(t.Context())
	if err != nil {
		t.Fatalf("list what was deployed: %v", err)
	}
	children := map[string]PulumiEksChild{}
	for _, r := range resources {
		if !strings.Contains(r.URN, "eks:index:Cluster$") {
			continue
		}
		child := PulumiEksChild{Parent: r.Parent}
		if r.Custom {
			child.Inputs = r.Inputs
			delete(child.Inputs, notCompared[r.Type])
			if text, ok := r.Inputs["kubeconfig"].(string); ok {
				var config any
				if err := json.Unmarshal([]byte(text), &config); err != nil {
					t.Fatalf("read the kubeconfig of %s: %v", r.URN, err)
				}
				child.Inputs["kubeconfig"] = config
			}
		}
		children[r.URN] = child
	}
	return children
}
