package aws

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// aclProtocols are the protocols that the provider knows in rules of network ACLs, each at the place of its number; "." is one that it
// does not know, a number one that it knows by that alone. Source: the provider's table of the IANA registry of protocol numbers.
var aclProtocols = strings.Fields(`
	hopopt icmp igmp ggp ipv4 st tcp cbt egp igp bbn-rcc-mon nvp-ii pup argus emcon xnet chaos udp mux dcn-meas hmp prm xns-idp trunk-1
	trunk-2 leaf-1 leaf-2 rdp irtp iso-tp4 netblt mfe-nsp merit-inp dccp 3pc idpr xtp ddp idpr-cmtp tp++ il ipv6 sdrp ipv6-route ipv6-frag
	idrp rsvp gre dsr bna esp ah i-nlsp swipe narp mobile tlsp . ipv6-icmp ipv6-nonxt ipv6-opts 61 cftp 63 sat-expak kryptolan rvd ippc 68
	sat-mon visa ipcv cpnx cphb wsn pvp br-sat-mon sun-nd wb-mon wb-expak iso-ip vmtp secure-vmtp vines ttp nsfnet-igp dgp tcf eigrp
	ospfigp sprite-rpc larp mtp ax.25 ipip micp scc-sp etherip encap 99 gmtp ifmp pnni pim aris scps qnx a/n ipcomp snp compaq-peer
	ipx-in-ip vrrp pgm 114 l2tp dd iatp stp srp uti smp sm ptp isis-over-ipv4 fire crtp crudp sscopmce iplt sps pipe sctp fc
	rsvp-e2e-ignore mobility-header udplite mpls-in-ip manet hip shim6 wesp rohc`)

// aclProtocolNumber is the number of a protocol that is given by name or number, in the case of the table; "all" is -1.
func aclProtocolNumber(protocol string) (number int, known bool) {
	if protocol == "all" {
		return -1, true
	}
	if n, err := strconv.Atoi(protocol); err == nil {
		return n, n == -1 || n == 253 || n == 254 || n >= 0 && n < len(aclProtocols) && aclProtocols[n] != "."
	}
	number = slices.Index(aclProtocols, protocol)
	return number, number >= 0 && protocol != "."
}

func checkACLProtocol(c *cloud.Checking) {
	protocol := c.Inputs.String("protocol")
	if _, known := aclProtocolNumber(protocol); c.Inputs.Known("protocol") && !known {
		c.Fail("protocol", "unsupported NACL protocol: %s", protocol)
	}
}

// sameACLProtocol tells that name and number of a protocol are the same to the provider.
func sameACLProtocol(path string, old, next cloud.Values) bool {
	one, known := aclProtocolNumber(old.String(path))
	other, alsoKnown := aclProtocolNumber(next.String(path))
	return path == "protocol" && known && alsoKnown && one == other
}
