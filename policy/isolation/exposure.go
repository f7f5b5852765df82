package isolation

import "strings"

// exposure says how one property of a resource, or its existence, opens a way out or in.
type exposure struct {
	// kinds are the resources that it concerns.
	kinds []string
	// path is the property, with dots between the names of nested fields; empty where the existence is enough.
	path string
	// open decides for a value whether it opens the way.
	open condition
	// authored limits the judgement to what the author wrote, where the provider answers the property for everybody.
	authored bool
	// unless excuses a resource.
	unless func(*graph, *Resource) bool

	kind      Kind
	direction Direction
	reason    string
}

// condition decides whether a value opens a way: Reaches, Isolated for a harmless value, or CannotTell.
type condition func(*graph, Value) Verdict

// exposureTables are the tables of all files, by the kind of resource.
var exposureTables = func() map[string][]exposure {
	index := map[string][]exposure{}
	for _, table := range [][]exposure{
		gatewayExposures, addressExposures, frontExposures, serviceExposures, eksExposures, hubExposures, nameExposures, shareExposures,
	} {
		for _, e := range table {
			for _, k := range e.kinds {
				index[k] = append(index[k], e)
			}
		}
	}
	return index
}()

// judgements are the exposures that take more than one property.
var judgements = map[string]func(*graph, *Resource) []Way{
	"ec2transitgateway/transitGateway":            (*graph).transitGatewayWays,
	"ec2transitgateway/vpcAttachment":             (*graph).attachmentWays,
	"ec2transitgateway/vpcAttachmentAccepter":     (*graph).attachmentWays,
	"ec2transitgateway/peeringAttachment":         (*graph).attachmentWays,
	"ec2transitgateway/peeringAttachmentAccepter": (*graph).attachmentWays,
	"ec2transitgateway/connect":                   (*graph).attachmentWays,
	"ec2transitgateway/connectPeer":               (*graph).attachmentWays,
	"ec2/vpcPeeringConnection":                    (*graph).peeringWays,
	"ec2/vpcPeeringConnectionAccepter":            (*graph).peeringWays,
	"ec2/peeringConnectionOptions":                (*graph).peeringWays,
	"ec2/routeTableAssociation":                   (*graph).edgeAssociationWays,
	"ec2/vpcEndpoint":                             (*graph).thirdPartyWays,
	"ec2/trafficMirrorTarget":                     (*graph).mirrorWays,
	"ec2/trafficMirrorSession":                    (*graph).mirrorSessionWays,
	"ec2/vpcDhcpOptionsAssociation":               (*graph).dhcpAssociationWays,
	"route53/resolverRuleAssociation":             (*graph).ruleAssociationWays,
	"route53/profilesAssociation":                 (*graph).profileAssociationWays,
	"route53/profilesResourceAssociation":         (*graph).profileResourceWays,
	"ssm/document":                                (*graph).portForwardWays,
	"ssm/association":                             (*graph).forwardingAssociationWays,
	"eks/nodeGroup":                               (*graph).templateWays,
	"autoscaling/group":                           (*graph).groupWays,
	"ec2/fleet":                                   (*graph).templateWays,
	"ec2/instance":                                (*graph).templateWays,
}

// exposures returns the ways that a resource opens by itself.
func (g *graph) exposures(r *Resource) []Way {
	var ways []Way
	for _, e := range exposureTables[r.kind] {
		if w, open := e.judge(g, r); open {
			ways = append(ways, w)
		}
	}
	if judge := judgements[r.kind]; judge != nil {
		ways = append(ways, judge(g, r)...)
	}
	return append(ways, g.unjudgeable(r)...)
}

func (e exposure) judge(g *graph, r *Resource) (Way, bool) {
	if e.unless != nil && e.unless(g, r) {
		return Way{}, false
	}
	w := newWay(r, e.kind, e.direction, e.path, e.reason)
	if e.authored && !r.authored(e.path) {
		return w, false
	}
	if e.path == "" {
		return w, true
	}
	w.Verdict = e.open(g, r.at(e.path))
	if w.Verdict == CannotTell {
		w.Missing = []string{e.path}
	}
	return w, w.Verdict != Isolated
}

// newWay is a way that a resource opens by itself.
func newWay(r *Resource, kind Kind, direction Direction, property, reason string) Way {
	return Way{
		Kind: kind, Direction: direction, Verdict: Reaches, Offender: r.URN, Property: property, Reason: reason,
		Path: []Step{{URN: r.URN, What: noun(r), ID: r.ID()}},
	}
}

// noun is the name of the type in words: "vpc peering connection" for "ec2/vpcPeeringConnection".
func noun(r *Resource) string {
	name := r.kind[strings.LastIndexAny(r.kind, "/:")+1:]
	var b strings.Builder
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			if i > 0 {
				b.WriteByte(' ')
			}
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// each judges every element of a list, or the one value, and returns the worst.
func each(v Value, whenAbsent Verdict, judge func(Value) Verdict) Verdict {
	elements, state := v.Elements()
	switch {
	case state == Absent, state == Known && len(elements) == 0:
		return whenAbsent
	case state == Unknown:
		return CannotTell
	}
	result := Isolated
	for _, e := range elements {
		switch e.state {
		case Absent:
			result = worst(result, whenAbsent)
		case Unknown:
			result = worst(result, CannotTell)
		default:
			result = worst(result, judge(e))
		}
	}
	return result
}

func boolIs(open bool, whenAbsent Verdict) condition {
	return func(_ *graph, v Value) Verdict {
		return each(v, whenAbsent, func(e Value) Verdict {
			b, state := e.Bool()
			switch {
			case state != Known:
				return CannotTell
			case b == open:
				return Reaches
			default:
				return Isolated
			}
		})
	}
}

var (
	// isTrue opens where a switch that is off by default is on.
	isTrue = boolIs(true, Isolated)
	// isTrueByDefault opens unless a switch that is on by default is off.
	isTrueByDefault = boolIs(true, Reaches)
	// isNotTrue opens unless a switch is on.
	isNotTrue = boolIs(false, Reaches)
	// isFalse opens where a switch that is on by default is off.
	isFalse = boolIs(false, Isolated)
)

// isSet opens where the property has any value but zero, false, or an empty list or object.
func isSet(_ *graph, v Value) Verdict {
	return each(v, Isolated, func(e Value) Verdict {
		text, state := e.Text()
		if state == Known && (text == "0" || text == "false") {
			return Isolated
		}
		if state != Known && len(e.Keys()) == 0 {
			return Isolated
		}
		return Reaches
	})
}

// isMissing opens where the property is absent or an empty object.
func isMissing(_ *graph, v Value) Verdict {
	switch {
	case v.state == Absent:
		return Reaches
	case v.state == Unknown:
		return Isolated // The author set it, and that is what counts.
	}
	if elements, _ := v.Elements(); len(elements) == 0 {
		return Reaches
	}
	return Isolated
}

// isNot opens for every text but the ones given; whenAbsent is the default's verdict. The case of letters is ignored.
func isNot(whenAbsent Verdict, safe ...string) condition {
	return func(_ *graph, v Value) Verdict { return textVerdict(v, whenAbsent, safe, Isolated, Reaches) }
}

// isOneOf opens for the given texts only.
func isOneOf(whenAbsent Verdict, open ...string) condition {
	return func(_ *graph, v Value) Verdict { return textVerdict(v, whenAbsent, open, Reaches, Isolated) }
}

func textVerdict(v Value, whenAbsent Verdict, listed []string, in, out Verdict) Verdict {
	return each(v, whenAbsent, func(e Value) Verdict {
		text, state := e.Text()
		if state != Known {
			return CannotTell
		}
		for _, l := range listed {
			if strings.EqualFold(text, l) {
				return in
			}
		}
		return out
	})
}

// isPublicAddress opens for addresses and prefixes outside the private ranges.
func isPublicAddress(g *graph, v Value) Verdict {
	return each(v, Isolated, func(e Value) Verdict {
		text, _ := e.Text()
		p, ok := parsePrefix(text)
		switch {
		case !ok:
			return CannotTell
		case prefixSet(p).minus(g.private).IsEmpty():
			return Isolated
		default:
			return Reaches
		}
	})
}
