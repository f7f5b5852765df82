package aws

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"

	"github.com/cloudgap/cloudgap/rehearsal/cloud"
)

// Words of Systems Manager documents. Source: SSM API reference, CreateDocument.
var (
	documentTypes = []string{
		"Command", "Policy", "Automation", "Session", "Package", "ApplicationConfiguration", "ApplicationConfigurationSchema", "DeploymentStrategy",
		"ChangeCalendar", "Automation.ChangeTemplate", "ProblemAnalysis", "ProblemAnalysisTemplate", "CloudFormation", "ConformancePackTemplate",
		"QuickSetup", "ManualApprovalPolicy", "AutoApprovalPolicy",
	}
	sessionTypes = []string{"Standard_Stream", "InteractiveCommands", "NonInteractiveCommands", "Port"}
	documentName = regexp.MustCompile(`^[0-9A-Za-z_.-]{3,128}$`)
)

// maxDocument is the longest document in bytes.
const maxDocument = 65536

func ssmTypes() []cloud.Resource { return []cloud.Resource{documentType(), parameterType()} }

func documentType() cloud.Resource {
	return cloud.Resource{
		Type: "aws:ssm/document:Document", Args: ssm.DocumentArgs{}, State: ssm.Document{}, Kind: kindDocument, Noun: "SSM Document",
		API:      cloud.API{Service: "SSM", Modeled: true, Create: "CreateDocument", Update: "UpdateDocument", Read: "DescribeDocument", Delete: "DeleteDocument"},
		ID:       "{name}",
		Autoname: &cloud.Autoname{Property: "name", Max: 128},
		Defaults: map[string]any{"documentFormat": "JSON"},
		Outputs: map[string]any{
			"arn": "arn:{partition}:ssm:{region}:{account}:document/{name}", "createdDate": created, "description": "", "hashType": "Sha256", "owner": "{account}",
			"status": "Active", "schemaVersion": "", "parameters": []any{}, "platformTypes": []any{"Windows", "Linux", "MacOS"},
		},
		ChangesOnUpdate: []string{"defaultVersion", "documentVersion", "hash", "latestVersion"},
		ReplaceOn:       []string{"name"},
		Constraints: []cloud.Constraint{
			{Path: "name", Pattern: documentName}, {Path: "documentType", OneOf: documentTypes}, {Path: "documentFormat", OneOf: []string{"YAML", "JSON", "TEXT"}},
			{Path: "versionName", Pattern: documentName},
		},
		Unique:   []cloud.Unique{{Properties: []string{"name"}, Code: "DocumentAlreadyExists", Text: "Document with same name {value} already exists"}},
		Quotas:   []cloud.Quota{{Max: 500, Code: "DocumentLimitExceeded", Text: "You can have at most 500 active SSM documents."}},
		NotFound: cloud.Refusal{Code: "InvalidDocument", Text: "Document with name {value} does not exist."},
		Check: func(c *cloud.Checking) {
			if given := c.Inputs.Map("permissions"); len(given) > 0 && (given.String("type") != "Share" || !given.Has("accountIds") && !given.Has("account_ids")) {
				c.Fail("permissions", "\"permissions\": \"type\" must be Share and \"account_ids\" must be defined")
			}
		},
		Create: putDocument, Update: putDocument,
	}
}

// reservedDocuments are the beginnings of names that AWS keeps for itself, in lower case.
var reservedDocuments = []string{"aws", "amazon", "amzn"}

// putDocument checks the content as far as it is JSON, and numbers the version.
func putDocument(c *cloud.Call) error {
	p := c.Object.Properties
	name, content := strings.ToLower(p.String("name")), p.String("content")
	if slices.ContainsFunc(reservedDocuments, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
		return c.Refuse("ValidationException", "Document names starting with aws, amazon or amzn are reserved: %s", p.String("name"))
	}
	if len(content) > maxDocument {
		return c.Refuse("MaxDocumentSizeExceeded", "The document has more than %d bytes", maxDocument)
	}
	if p.String("documentFormat") == "JSON" {
		if err := checkDocumentContent(c, content); err != nil {
			return err
		}
	}
	if c.Old != nil && c.Old.String("content") == content {
		return numberDocument(p, content, p.Int(changes))
	}
	return numberDocument(p, content, p.Int(changes)+1)
}

func numberDocument(p cloud.Values, content string, version int) error {
	p.Set(changes, version)
	sum := sha256.Sum256([]byte(content))
	p.Set("hash", hex.EncodeToString(sum[:]))
	for _, name := range []string{"defaultVersion", "documentVersion", "latestVersion"} {
		p.Set(name, strconv.Itoa(version))
	}
	return nil
}

func checkDocumentContent(c *cloud.Call, content string) error {
	var doc struct {
		SchemaVersion string                    `json:"schemaVersion"`
		Description   string                    `json:"description"`
		SessionType   string                    `json:"sessionType"`
		Parameters    map[string]map[string]any `json:"parameters"`
	}
	invalid := func(reason string) error {
		return c.Refuse("InvalidDocumentContent", "%s", "The content of the document is not valid: "+reason)
	}
	if err := json.Unmarshal([]byte(content), &doc); err != nil {
		return invalid("JSON not well-formed.")
	}
	p := c.Object.Properties
	switch {
	case doc.SchemaVersion == "":
		return invalid("schemaVersion is missing")
	case p.String("documentType") == "Session" && doc.SchemaVersion != "1.0":
		return invalid("a Session document has the schema version 1.0, got " + doc.SchemaVersion)
	case p.String("documentType") == "Session" && !slices.Contains(sessionTypes, doc.SessionType):
		return invalid("sessionType is one of " + strings.Join(sessionTypes, ", ") + ", got " + doc.SessionType)
	}
	p.Set("schemaVersion", doc.SchemaVersion)
	p.Set("description", doc.Description)
	return nil
}
