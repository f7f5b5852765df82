package emulator

import (
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// instanceRefreshes plays the instance refreshes of Auto Scaling groups, which moto does not have. No instance is replaced. A
// refresh goes one step on with each look at it, so that one that nobody looks at is still in the way of the next.
type instanceRefreshes struct {
	mu   sync.Mutex
	made []*instanceRefresh
}

type instanceRefresh struct {
	id, strategy, status string
	group                scalingGroup
	started, ended       time.Time
}

// scalingGroup is what the front wants to know of a group in moto. A group that is made anew has another ARN.
type scalingGroup struct {
	ARN       string     `xml:"AutoScalingGroupARN"`
	Name      string     `xml:"AutoScalingGroupName"`
	Instances []struct{} `xml:"Instances>member"`
}

// nextStatus is what becomes of a refresh at the next look. The other states are the end.
var nextStatus = map[string]string{"Pending": "InProgress", "InProgress": "Successful", "Cancelling": "Cancelled"}

func (i *instanceRefreshes) handle(c *call) (*answer, bool) {
	if c.service != "autoscaling" {
		return nil, false
	}
	play := map[string]func(*call, url.Values, *scalingGroup) *answer{
		"StartInstanceRefresh": i.start, "DescribeInstanceRefreshes": i.describe, "CancelInstanceRefresh": i.cancel,
	}[c.operation]
	if play == nil {
		return nil, false
	}
	form := c.form()
	group, err := c.scalingGroup(form.Get("AutoScalingGroupName"))
	switch {
	case err != nil:
		return refusal(c, http.StatusBadGateway, "EmulatorUnavailable", err.Error()), true
	case group == nil:
		return invalid(c, "AutoScalingGroup name not found - no such group: "+form.Get("AutoScalingGroupName")), true
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	return play(c, form, group), true
}

func (i *instanceRefreshes) start(c *call, form url.Values, group *scalingGroup) *answer {
	if why := refusedRefresh(form); why != "" {
		return invalid(c, why)
	}
	if i.active(group) != nil {
		return refusal(c, http.StatusBadRequest, "InstanceRefreshInProgress", "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.")
	}
	made := &instanceRefresh{
		id: fmt.Sprintf("00000000-0000-4000-8000-%012x", len(i.made)+1), strategy: form.Get("Strategy"), status: "Pending",
		group: *group, started: time.Now(),
	}
	i.made = append(i.made, made)
	return c.result("<InstanceRefreshId>" + made.id + "</InstanceRefreshId>")
}

// refusedRefresh says why AWS refuses a refresh, and nothing for one that it starts. What the front does not play is refused too.
func refusedRefresh(form url.Values) string {
	const preference = "Preferences."
	desired := len(parameters(form, "DesiredConfiguration.")) > 0
	least, most := percentage(form, preference+"MinHealthyPercentage", 90), percentage(form, preference+"MaxHealthyPercentage", 100)
	switch {
	case form.Get(preference+"AutoRollback") == "true" && !desired:
		return "The AutoRollback parameter cannot be set to true when the DesiredConfiguration parameter is empty."
	case least < 0 || least > 100 || most < 100 || most > 200 || most-least > 100:
		return fmt.Sprintf("MinHealthyPercentage %d and MaxHealthyPercentage %d are out of range, or more than 100 apart.", least, most)
	case desired:
		return "The emulator does not play a DesiredConfiguration."
	}
	return ""
}

// percentage reads a number; one that cannot be read is out of every range.
func percentage(form url.Values, name string, absent int) int {
	if !form.Has(name) {
		return absent
	}
	value, err := strconv.Atoi(form.Get(name))
	if err != nil {
		return -1
	}
	return value
}

// describe answers the refreshes of a group, the newest first.
func (i *instanceRefreshes) describe(c *call, form url.Values, group *scalingGroup) *answer {
	var ids []string
	for _, id := range parameters(form, "InstanceRefreshIds.member.") {
		ids = append(ids, id...)
	}
	var members strings.Builder
	for _, made := range slices.Backward(i.made) {
		if made.group.ARN != group.ARN || len(ids) > 0 && !slices.Contains(ids, made.id) {
			continue
		}
		if next, ok := nextStatus[made.status]; ok {
			made.status = next
		}
		if !made.active() && made.ended.IsZero() {
			made.ended = time.Now()
		}
		members.WriteString("<member>" + made.text() + "</member>")
	}
	return c.result("<InstanceRefreshes>" + members.String() + "</InstanceRefreshes>")
}

func (i *instanceRefreshes) cancel(c *call, _ url.Values, group *scalingGroup) *answer {
	active := i.active(group)
	if active == nil || active.status == "Cancelling" {
		return refusal(c, http.StatusBadRequest, "ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found for Auto Scaling group "+group.Name)
	}
	active.status = "Cancelling"
	return c.result("<InstanceRefreshId>" + active.id + "</InstanceRefreshId>")
}

// active is the refresh of a group that has not ended; nil where there is none.
func (i *instanceRefreshes) active(group *scalingGroup) *instanceRefresh {
	for _, made := range i.made {
		if made.group.ARN == group.ARN && made.active() {
			return made
		}
	}
	return nil
}

func (r *instanceRefresh) active() bool { return nextStatus[r.status] != "" }

func (r *instanceRefresh) text() string {
	text := fmt.Sprintf("<InstanceRefreshId>%s</InstanceRefreshId><AutoScalingGroupName>%s</AutoScalingGroupName><Status>%s</Status>"+
		"<StartTime>%s</StartTime><Strategy>%s</Strategy>",
		r.id, html.EscapeString(r.group.Name), r.status, r.started.UTC().Format(time.RFC3339), html.EscapeString(r.strategy))
	if !r.ended.IsZero() {
		text += "<EndTime>" + r.ended.UTC().Format(time.RFC3339) + "</EndTime>"
	}
	complete, remaining := 0, len(r.group.Instances)
	if r.status == "Successful" {
		complete, remaining = 100, 0
	}
	return text + fmt.Sprintf("<PercentageComplete>%d</PercentageComplete><InstancesToUpdate>%d</InstancesToUpdate>", complete, remaining)
}

// scalingGroup asks moto for a group; nil where it has none of that name.
func (c *call) scalingGroup(name string) (*scalingGroup, error) {
	a, err := c.askForm(url.Values{"Action": {"DescribeAutoScalingGroups"}, "Version": {"2011-01-01"}, "AutoScalingGroupNames.member.1": {name}})
	if err != nil {
		return nil, err
	}
	var described struct {
		Groups []scalingGroup `xml:"DescribeAutoScalingGroupsResult>AutoScalingGroups>member"`
	}
	if err := xml.Unmarshal(a.body, &described); err != nil {
		return nil, fmt.Errorf("read the Auto Scaling groups: %w", err)
	}
	if len(described.Groups) == 0 {
		return nil, nil
	}
	return &described.Groups[0], nil
}

// result is an answer of Auto Scaling.
func (c *call) result(content string) *answer {
	text := fmt.Sprintf(`<%[1]sResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><%[1]sResult>%[2]s</%[1]sResult>`+
		`<ResponseMetadata><RequestId>front</RequestId></ResponseMetadata></%[1]sResponse>`, c.operation, content)
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/xml"}}, body: []byte(text)}
}

func invalid(c *call, message string) *answer {
	return refusal(c, http.StatusBadRequest, "ValidationError", message)
}
