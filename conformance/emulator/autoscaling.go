package emulator

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
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
