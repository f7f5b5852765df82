package emulator

import (
	"fmt"
	"html"
	"net/http"
	"strings"
	"sync"
)

// exclusions plays the exclusions from VPC Block Public Access, which moto does not have. A deleted one is shown as such, as AWS
// does for a while.
type exclusions struct {
	mu   sync.Mutex
	made []*exclusion
}

type exclusion struct {
	id, region, arn, mode, state string
	tags                         []ec2Tag
}

// exclusionStart begins the ids.
const exclusionStart = "vpcbpa-exclude"

func (e *exclusions) handle(c *call) (*answer, bool) {
	if c.service != "ec2" {
		return nil, false
	}
	form := c.form()
	e.mu.Lock()
	defer e.mu.Unlock()
	switch c.operation {
	case "CreateVpcBlockPublicAccessExclusion":
		made := &exclusion{
			id: fmt.Sprintf(exclusionStart+"-%017x", len(e.made)+1), region: c.region, mode: form.Get("InternetGatewayExclusionMode"), state: "create-complete",
			arn: fmt.Sprintf("arn:aws:ec2:%s:%s:vpc/%s", c.region, account, form.Get("VpcId")),
		}
		if subnet := form.Get("SubnetId"); subnet != "" {
			made.arn = fmt.Sprintf("arn:aws:ec2:%s:%s:subnet/%s", c.region, account, subnet)
		}
		for i := 1; form.Get(fmt.Sprintf("TagSpecification.1.Tag.%d.Key", i)) != ""; i++ {
			part := fmt.Sprintf("TagSpecification.1.Tag.%d.", i)
			made.tags = append(made.tags, ec2Tag{ID: made.id, Key: form.Get(part + "Key"), Value: form.Get(part + "Value")})
		}
		e.made = append(e.made, made)
		return c.exclusion("vpcBlockPublicAccessExclusion", made.text()), true
	case "DescribeVpcBlockPublicAccessExclusions":
		var items strings.Builder
		for _, made := range e.made {
			if id := form.Get("ExclusionId.1"); made.region == c.region && (id == "" || id == made.id) {
				items.WriteString("<item>" + made.text() + "</item>")
			}
		}
		return c.exclusion("vpcBlockPublicAccessExclusionSet", items.String()), true
	case "ModifyVpcBlockPublicAccessExclusion", "DeleteVpcBlockPublicAccessExclusion":
		for _, made := range e.made {
			if made.id != form.Get("ExclusionId") {
				continue
			}
			made.state = "delete-complete"
			if mode := form.Get("InternetGatewayExclusionMode"); mode != "" {
				made.mode, made.state = mode, "update-complete"
			}
			return c.exclusion("vpcBlockPublicAccessExclusion", made.text()), true
		}
		return refusal(c, http.StatusBadRequest, "InvalidVpcBlockPublicAccessExclusionId.NotFound", form.Get("ExclusionId")+" does not exist"), true
	}
	return nil, false
}

// tagged lists the tags of the exclusions that are there.
func (e *exclusions) tagged(region string) []ec2Tag {
	e.mu.Lock()
	defer e.mu.Unlock()
	var tags []ec2Tag
	for _, made := range e.made {
		if made.region == region && made.state != "delete-complete" {
			tags = append(tags, made.tags...)
		}
	}
	return tags
}

func (x *exclusion) text() string {
	var tags strings.Builder
	for _, tag := range x.tags {
		fmt.Fprintf(&tags, "<item><key>%s</key><value>%s</value></item>", html.EscapeString(tag.Key), html.EscapeString(tag.Value))
	}
	return fmt.Sprintf(`<exclusionId>%s</exclusionId><internetGatewayExclusionMode>%s</internetGatewayExclusionMode><resourceArn>%s</resourceArn>`+
		`<state>%s</state><creationTimestamp>2025-01-01T00:00:00.000Z</creationTimestamp><lastUpdateTimestamp>2025-01-01T00:00:00.000Z</lastUpdateTimestamp>`+
		`<tagSet>%s</tagSet>`, x.id, x.mode, x.arn, x.state, tags.String())
}

// exclusion is an answer about exclusions.
func (c *call) exclusion(element, content string) *answer {
	text := fmt.Sprintf(`<%[1]sResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId><%[2]s>%[3]s</%[2]s></%[1]sResponse>`,
		c.operation, element, content)
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/xml"}}, body: []byte(text)}
}
