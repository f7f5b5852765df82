package emulator

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"net/url"
	"regexp"
	"strings"
)

// groupSettings are parts of an Auto Scaling group that moto does not keep, as a call gives them and as a description holds them.
var groupSettings = []struct {
	element string
	members []string
	// absent is what AWS answers where nothing was given.
	absent string
}{
	{"InstanceMaintenancePolicy", []string{"MinHealthyPercentage", "MaxHealthyPercentage"}, ""},
	{"CapacityReservationSpecification", []string{"CapacityReservationPreference"}, "<CapacityReservationPreference>default</CapacityReservationPreference>"},
}

// rememberGroup and describeGroups: moto forgets these settings, and the provider would set them again with every up.
func rememberGroup(r *repairs, c *call, _ *answer) {
	form := c.form()
	for _, setting := range groupSettings {
		text := ""
		for _, member := range setting.members {
			if value := form.Get(setting.element + "." + member); value != "" {
				text += fmt.Sprintf("<%[1]s>%[2]s</%[1]s>", member, html.EscapeString(value))
			}
		}
		if text != "" {
			r.told[setting.element+" "+form.Get("AutoScalingGroupName")] = text
		}
	}
	r.told[mixedInstances+form.Get("AutoScalingGroupName")] = parameters(form, mixedInstances).Encode()
}

// forgetGroup: a group of the same name may come later.
func forgetGroup(r *repairs, c *call, _ *answer) {
	name := c.form().Get("AutoScalingGroupName")
	delete(r.told, mixedInstances+name)
	for _, setting := range groupSettings {
		delete(r.told, setting.element+" "+name)
	}
}

// mixedInstances begins the parameters of a group's mixed instances policy, launchSources those of everything that tells a group
// what to launch: a call has one of them at most.
const mixedInstances = "MixedInstancesPolicy."

var launchSources = []string{mixedInstances, "LaunchTemplate.", "LaunchConfigurationName"}

// keepMixedInstances: an update that says nothing of a group's mixed instances policy leaves it as it is, and moto takes it away.
// The provider makes a group with initial lifecycle hooks in two steps, of which the second is such an update.
func keepMixedInstances(r *repairs, c *call) {
	form := c.form()
	for _, source := range launchSources {
		if len(parameters(form, source)) > 0 {
			return
		}
	}
	kept, err := url.ParseQuery(r.told[mixedInstances+form.Get("AutoScalingGroupName")])
	if err != nil {
		return // It was encoded here.
	}
	maps.Copy(form, kept)
	c.body = []byte(form.Encode())
}

// parameters are those of a call whose names begin alike.
func parameters(form url.Values, prefix string) url.Values {
	found := url.Values{}
	for name, values := range form {
		if strings.HasPrefix(name, prefix) {
			found[name] = values
		}
	}
	return found
}

var groupName = regexp.MustCompile(`<AutoScalingGroupName>([^<]+)</AutoScalingGroupName>`)

func describeGroups(r *repairs, _ *call, a *answer) {
	a.body = groupName.ReplaceAllFunc(a.body, func(found []byte) []byte {
		described := bytes.Clone(found)
		for _, setting := range groupSettings {
			text, told := r.told[setting.element+" "+string(groupName.FindSubmatch(found)[1])]
			if !told {
				text = setting.absent
			}
			if text != "" {
				described = fmt.Appendf(described, "<%[1]s>%[2]s</%[1]s>", setting.element, text)
			}
		}
		return described
	})
}
