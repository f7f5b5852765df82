// Package kube asks and tells a Kubernetes API what the bootstrap program needs of it, through RKE2's own kubectl.
package kube

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"strconv"

	"github.com/cloudgap/cloudgap/components/rke2/bootstrap/host"
	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// CertificateName is in the certificate of every Kubernetes API server, whichever address it is reached by.
const CertificateName = "kubernetes"

const (
	kubectl   = documents.DataDir + "/bin/kubectl"
	etcdLabel = "node-role.kubernetes.io/etcd=true"
	// Annotations with which RKE2 is asked to remove a member of etcd and says that it has.
	removeAnnotation  = "etcd.rke2.cattle.io/remove"
	removedAnnotation = "etcd.rke2.cattle.io/removed-node-name"
)

// Client speaks to the API server at one address with the credentials of one file.
type Client struct {
	Host host.Host
	// Kubeconfig is the path of the credentials on the node.
	Kubeconfig string
	Address    string
}

// URL is the API server's at an address.
func URL(address string) string {
	return "https://" + net.JoinHostPort(address, strconv.Itoa(documents.APIPort))
}

func (c Client) run(ctx context.Context, args ...string) ([]byte, error) {
	return c.feed(ctx, "", args...)
}

func (c Client) feed(ctx context.Context, input string, args ...string) ([]byte, error) {
	return c.Host.Feed(ctx, input, c.Host.Path(kubectl), append([]string{
		"--kubeconfig=" + c.Host.Path(c.Kubeconfig), "--server=" + URL(c.Address), "--tls-server-name=" + CertificateName,
		"--request-timeout=30s",
	}, args...)...)
}

// Node is what matters of a Kubernetes Node.
type Node struct {
	Metadata struct {
		Name        string            `json:"name"`
		Annotations map[string]string `json:"annotations"`
	} `json:"metadata"`
	Status struct {
		Conditions []struct {
			Type   string `json:"type"`
			Status string `json:"status"`
		} `json:"conditions"`
	} `json:"status"`
}

func (n Node) condition(kind string) bool {
	for _, condition := range n.Status.Conditions {
		if condition.Type == kind {
			return condition.Status == "True"
		}
	}
	return false
}

// Healthy tells whether the node is Ready and etcd counts it as a voting member: RKE2 maintains the condition EtcdIsVoter and
// says False for a learner.
func (n Node) Healthy() bool { return n.condition("Ready") && n.condition("EtcdIsVoter") }

// Member tells whether the node is still a member of etcd.
func (n Node) Member() bool {
	_, removed := n.Metadata.Annotations[removedAnnotation]
	return !removed
}

// Servers lists the Nodes of the servers.
func (c Client) Servers(ctx context.Context) ([]Node, error) {
	out, err := c.run(ctx, "get", "nodes", "--selector="+etcdLabel, "--output=json")
	if err != nil {
		return nil, err
	}
	var list struct {
		Items []Node `json:"items"`
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, fmt.Errorf("read the list of nodes: %w", err)
	}
	return list.Items, nil
}

// RemoveMember asks RKE2 to remove a node's member from etcd; it answers before RKE2 has.
func (c Client) RemoveMember(ctx context.Context, node string) error {
	_, err := c.run(ctx, "annotate", "node", node, removeAnnotation+"=true", "--overwrite")
	return err
}

// DeleteNode deletes a Node, and is content if there is none.
func (c Client) DeleteNode(ctx context.Context, node string) error {
	_, err := c.run(ctx, "delete", "node", node, "--ignore-not-found", "--wait=false")
	return err
}
