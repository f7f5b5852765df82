package isolation

const launchConfigurationKind = "ec2/launchConfiguration"

// groupWays judges where an Auto Scaling group launches its instances, and from what.
func (g *graph) groupWays(r *Resource) []Way {
	return append(append(g.templateWays(r), g.configurationWays(r)...), zoneWays(r)...)
}

// configurationWays refuses instances from a launch configuration that the stack does not show.
func (g *graph) configurationWays(r *Resource) []Way {
	named := r.Value("launchConfiguration")
	text, state := named.Text()
	if state == Absent || state == Known && text == "" || g.knownConfiguration(named) {
		return nil
	}
	w := newWay(r, AddrInstance, Both, "launchConfiguration", "the launch configuration is not in the stack and may give public addresses to the instances")
	w.Verdict, w.Missing = CannotTell, []string{"the addresses of the launch configuration"}
	return []Way{w}
}

// knownConfiguration tells whether a value names a launch configuration of the stack, which is judged itself.
func (g *graph) knownConfiguration(v Value) bool {
	if name, state := v.Text(); state == Known {
		for _, c := range g.byKind[launchConfigurationKind] {
			if c.text("name") == name {
				return true
			}
		}
	}
	return g.refer(v, launchConfigurationKind).only() != nil
}

// zoneWays refuses a group that is given zones in place of subnets: it launches into the default VPC. A group with subnets has
// its zones answered by AWS.
func zoneWays(r *Resource) []Way {
	zones, subnets := r.Value("availabilityZones"), r.Value("vpcZoneIdentifiers")
	if zones.state == Absent || !r.authored("availabilityZones") && subnets.state != Absent {
		return nil
	}
	if elements, state := zones.Elements(); state == Known && len(elements) == 0 {
		return nil
	}
	return []Way{newWay(r, VPCDefault, Both, "availabilityZones", "a group that is given zones instead of subnets launches into the default VPC")}
}
