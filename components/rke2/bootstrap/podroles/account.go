package podroles

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cloudgap/cloudgap/components/rke2/documents"
)

// Account is a service account.
type Account struct{ Namespace, Name string }

func (a Account) String() string { return a.Namespace + "/" + a.Name }

// maxSession is how long the name of a session may be.
const maxSession = 64

// Session names the sessions of the account, as AWS's logs show them. The name is cut where it is too long; the session's tags
// hold it in full.
func (a Account) Session() string {
	name := a.Namespace + "." + a.Name
	return name[:min(len(name), maxSession)]
}

// Pod is who shows a token: the account, and the pod that the token was made for.
type Pod struct {
	Account    Account
	Name, Node string
}

// ErrRefused says that a token or a role is refused, so that trying again is of no use.
var ErrRefused = errors.New("refused")

// Where the API server says which pod and node a token is bound to.
// Source: package k8s.io/apiserver/pkg/authentication/serviceaccount.
const (
	accountPrefix = "system:serviceaccount:"
	podKey        = "authentication.kubernetes.io/pod-name"
	nodeKey       = "authentication.kubernetes.io/node-name"
)

// status is the API server's answer about a token.
type status struct {
	Authenticated bool     `json:"authenticated"`
	Audiences     []string `json:"audiences"`
	Error         string   `json:"error"`
	User          struct {
		Username string              `json:"username"`
		Extra    map[string][]string `json:"extra"`
	} `json:"user"`
}

// pod judges the answer. Only the token that a kubelet made for a pod is good: one that is bound to nothing outlives the pod.
func (s status) pod() (Pod, error) {
	if !s.Authenticated {
		return Pod{}, fmt.Errorf("%w: the API server does not accept the token: %s", ErrRefused, s.Error)
	}
	// An API server that knows nothing of audiences leaves them out.
	if len(s.Audiences) != 1 || s.Audiences[0] != documents.PodRolesAudience {
		return Pod{}, fmt.Errorf("%w: the token is made for %q, not for %q", ErrRefused, s.Audiences, documents.PodRolesAudience)
	}
	namespace, name, ok := strings.Cut(strings.TrimPrefix(s.User.Username, accountPrefix), ":")
	if !ok || !strings.HasPrefix(s.User.Username, accountPrefix) || !documents.ValidAccount(namespace, name) {
		return Pod{}, fmt.Errorf("%w: %q is no service account", ErrRefused, s.User.Username)
	}
	pod, node := s.User.Extra[podKey], s.User.Extra[nodeKey]
	if len(pod) != 1 || len(node) != 1 {
		return Pod{}, fmt.Errorf("%w: the token of %s/%s is bound to no pod on a node", ErrRefused, namespace, name)
	}
	return Pod{Account: Account{namespace, name}, Name: pod[0], Node: node[0]}, nil
}
