// Package reach checks who may open connections to the API of a cluster, and where its nodes may open connections to.
package reach

import (
	"cmp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/cloudgap/cloudgap/components/internal/check"
	"github.com/cloudgap/cloudgap/internal/problems"
)

// Client may open connections to the Kubernetes API. Either the range or the group is set.
type Client struct {
	Key, Cidr string
	Group     pulumi.StringInput
}

// Check reports what is wrong with a client below apiClients. longest bounds the key.
func (c Client) Check(list *problems.List, longest int) {
	path := "apiClients." + c.Key
	check.Key(list, path, c.Key, longest)
	if (c.Cidr == "") == (c.Group == nil) {
		list.Add(path, "a client is either a range or a security group", problems.Missing, "set exactly one of cidrBlock and securityGroupId")
	} else if c.Cidr != "" {
		check.PrivateRange(list, path+".cidrBlock", c.Cidr)
	}
}

// Range is a private range that nodes may open connections to, on ports From to To.
type Range struct {
	Key, Cidr, Protocol string
	From, To            int
}

// MaxPort is the last port.
const MaxPort = 65535

// Check reports what is wrong with a range below egressRanges and applies its defaults: tcp, and a single port. longest bounds
// the key.
func (r Range) Check(list *problems.List, longest int) Range {
	path := "egressRanges." + r.Key
	check.Key(list, path, r.Key, longest)
	check.PrivateRange(list, path+".cidrBlock", r.Cidr)
	r.Protocol, r.To = cmp.Or(r.Protocol, "tcp"), cmp.Or(r.To, r.From)
	if r.Protocol != "tcp" && r.Protocol != "udp" {
		list.Add(path+".protocol", "not a protocol with ports", r.Protocol, "use tcp or udp")
	}
	if r.From < 1 || r.To > MaxPort || r.From > r.To {
		list.Add(path+".fromPort", "the ports run from fromPort, at least 1, to toPort, at most 65535", r.From, "correct them")
	}
	return r
}
