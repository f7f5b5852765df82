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

type exclusion struct{ id, region, arn, mode, state, tags string }

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
			id: fmt.Sprintf("vpcbpa-exclude-%017x", len(e.made)+1), region: c.region, mode: form.Get("InternetGatewayExclusionMode"), state: "create-complete",
			arn: fmt.Sprintf("arn:aws:ec2:%s:%s:vpc/%s", c.region, account, form.Get("VpcId")),
		}
		if subnet := form.Get("SubnetId"); subnet != "" {
			made.arn = fmt.Sprintf("arn:aws:ec2:%s:%s:subnet/%s", c.region, account, subnet)
		}
		for i := 1; form.Get(fmt.Sprintf("TagSpecification.1.Tag.%d.Key", i)) != ""; i++ {
			made.tags += fmt.Sprintf("<item><key>%s</key><value>%s</value></item>", html.EscapeString(form.Get(fmt.Sprintf("TagSpecification.1.Tag.%d.Key", i))),
				html.EscapeString(form.Get(fmt.Sprintf("TagSpecification.1.Tag.%d.Value", i))))
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

func (x *exclusion) text() string {
	return fmt.Sprintf(`<exclusionId>%s</exclusionId><internetGatewayExclusionMode>%s</internetGatewayExclusionMode><resourceArn>%s</resourceArn>`+
		`<state>%s</state><creationTimestamp>2025-01-01T00:00:00.000Z</creationTimestamp><lastUpdateTimestamp>2025-01-01T00:00:00.000Z</lastUpdateTimestamp>`+
		`<tagSet>%s</tagSet>`, x.id, x.mode, x.arn, x.state, x.tags)
}

// exclusion is an answer about exclusions.
func (c *call) exclusion(element, content string) *answer {
	text := fmt.Sprintf(`<%[1]sResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId><%[2]s>%[3]s</%[2]s></%[1]sResponse>`,
		c.operation, element, content)
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {"text/xml"}}, body: []byte(text)}
}
