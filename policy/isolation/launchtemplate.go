package isolation

// templateUse is where a resource names the launch template that it starts instances from.
type templateUse struct {
	path, id, name string
	kind           Kind
}

// templateUses are the properties that name a launch template, by the kind of resource.
// Source: pulumi-aws v6.83.2, aws.eks.NodeGroup, aws.autoscaling.Group, aws.ec2.Fleet, aws.ec2.Instance.
var templateUses = map[string][]templateUse{
	"eks/nodeGroup": {{"launchTemplate", "id", "name", EKSNodes}},
	"ec2/instance":  {{"launchTemplate", "id", "name", AddrInstance}},
	"ec2/fleet":     {{"launchTemplateConfigs.launchTemplateSpecification", "launchTemplateId", "launchTemplateName", AddrInstance}},
	"autoscaling/group": {
		{"launchTemplate", "id", "name", AddrInstance},
		{"mixedInstancesPolicy.launchTemplate.launchTemplateSpecification", "launchTemplateId", "launchTemplateName", AddrInstance},
		{"mixedInstancesPolicy.launchTemplate.overrides.launchTemplateSpecification", "launchTemplateId", "launchTemplateName", AddrInstance},
	},
}

const launchTemplateKind = "ec2/launchTemplate"

// templateWays refuses instances from a launch template that the stack does not show, which may give them public addresses;
// a template of the stack is judged itself.
func (g *graph) templateWays(r *Resource) []Way {
	var ways []Way
	for _, use := range templateUses[r.kind] {
		if !g.unknownTemplate(r.at(use.path), use) {
			continue
		}
		w := newWay(r, use.kind, Both, use.path, "the launch template is not in the stack and may give public addresses to the instances")
		w.Verdict, w.Missing = CannotTell, []string{"the network interfaces of the launch template"}
		ways = append(ways, w)
	}
	return ways
}

// unknownTemplate tells whether a value names, or may name, a template that is not in the stack.
func (g *graph) unknownTemplate(v Value, use templateUse) bool {
	named, state := v.Elements()
	if state == Unknown {
		named = []Value{v}
	}
	for _, n := range named {
		if n.state == Known && len(n.Keys()) == 0 {
			continue // AWS answers an empty object where the instances come from elsewhere.
		}
		if !g.knownTemplate(n, use) {
			return true
		}
	}
	return false
}

func (g *graph) knownTemplate(v Value, use templateUse) bool {
	if name, state := v.Field(use.name).Text(); state == Known {
		for _, t := range g.byKind[launchTemplateKind] {
			if t.text("name") == name {
				return true
			}
		}
	}
	ref := g.refer(v.Field(use.id), launchTemplateKind)
	if ref.state == Absent {
		ref = g.refer(v.Field(use.name), launchTemplateKind)
	}
	return len(ref.resources) > 0 && len(ref.strangers) == 0
}
