package emulator

import (
	"bytes"
	"regexp"
)

var (
	gatewayOptions = regexp.MustCompile(`(?s)<options>.*?</options>`)
	defaultTables  = map[string]*regexp.Regexp{
		"<defaultRouteTableAssociation>disable<": regexp.MustCompile(`<associationDefaultRouteTableId>[^<]*</associationDefaultRouteTableId>`),
		"<defaultRouteTablePropagation>disable<": regexp.MustCompile(`<propagationDefaultRouteTableId>[^<]*</propagationDefaultRouteTableId>`),
	}
)

// noDefaultTables: moto names default route tables of a transit gateway that was made without, and the provider would try to
// take attachments out of them.
func noDefaultTables(_ *repairs, _ *call, a *answer) {
	a.body = gatewayOptions.ReplaceAllFunc(a.body, func(options []byte) []byte {
		for disabled, table := range defaultTables {
			if bytes.Contains(options, []byte(disabled)) {
				options = table.ReplaceAll(options, nil)
			}
		}
		return options
	})
}

// rememberAttachment: moto answers routes of a transit gateway without the attachment that they lead to.
func rememberAttachment(r *repairs, c *call, a *answer) {
	form := c.form()
	r.told[form.Get("TransitGatewayRouteTableId")+" "+form.Get("DestinationCidrBlock")] = form.Get("TransitGatewayAttachmentId")
	nameAttachments(r, c, a)
}

var routeWithoutAttachment = regexp.MustCompile(`<destinationCidrBlock>([^<]+)</destinationCidrBlock>\s*<transitGatewayAttachments\s*/>`)

func nameAttachments(r *repairs, c *call, a *answer) {
	table := c.form().Get("TransitGatewayRouteTableId")
	a.body = routeWithoutAttachment.ReplaceAllFunc(a.body, func(found []byte) []byte {
		block := string(routeWithoutAttachment.FindSubmatch(found)[1])
		attachment := r.told[table+" "+block]
		if attachment == "" {
			return found
		}
		return []byte("<destinationCidrBlock>" + block + "</destinationCidrBlock><transitGatewayAttachments><item>" +
			"<resourceType>vpc</resourceType><transitGatewayAttachmentId>" + attachment + "</transitGatewayAttachmentId>" +
			"</item></transitGatewayAttachments>")
	})
}

// rememberDeleted and showDeleted: AWS shows a deleted attachment as deleted for an hour, and the provider waits to see that;
// in moto it is gone at once.
func rememberDeleted(r *repairs, c *call, _ *answer) {
	r.told["deleted "+c.form().Get("TransitGatewayAttachmentId")] = "deleted"
}

var noAttachments = regexp.MustCompile(`<transitGatewayVpcAttachments\s*/>`)

func showDeleted(r *repairs, c *call, a *answer) {
	form := c.form()
	id := form.Get("TransitGatewayAttachmentIds.1")
	if id == "" {
		id = form.Get("Filter.1.Value.1")
	}
	if r.told["deleted "+id] == "" {
		return
	}
	a.body = noAttachments.ReplaceAll(a.body, []byte("<transitGatewayVpcAttachments><item><transitGatewayAttachmentId>"+id+
		"</transitGatewayAttachmentId><state>deleted</state><options><dnsSupport>enable</dnsSupport></options></item></transitGatewayVpcAttachments>"))
}
