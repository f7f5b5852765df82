package account

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// answers are what the fake AWS says, by IAM action. One that begins with "!" is refused with the error code that follows;
// where there are several answers, they are pages. An action that is not there is refused, since nobody said that it would
// be asked.
type answers map[string][]string

// fakeAWS answers instead of AWS, and keeps what it was asked.
type fakeAWS struct {
	mutex   sync.Mutex
	answers answers
	// asked are the requests by IAM action: the body, or what is asked for in the address.
	asked map[string][]string
}

func open(answers answers) (*Account, *fakeAWS) {
	fake := &fakeAWS{answers: answers, asked: map[string][]string{}}
	return New(aws.Config{
		Region: "eu-central-1", HTTPClient: fake, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("a", "b", ""),
	}), fake
}

var credentialScope = regexp.MustCompile(`Credential=[^/]+/\d{8}/[^/]+/([^/]+)/aws4_request`)

// restActions are the actions of services whose requests are addressed by method and path.
var restActions = []struct{ pattern, action string }{
	{`route53 GET /2013-04-01/hostedzone/[A-Z0-9]+/rrset`, "route53:ListResourceRecordSets"},
	{`route53 GET /2013-04-01/hostedzone/[A-Z0-9]+`, "route53:GetHostedZone"},
	{`route53 GET /2013-04-01/hostedzone`, "route53:ListHostedZones"},
	{`route53 GET /2013-04-01/hostedzonesbyvpc`, "route53:ListHostedZonesByVPC"},
	{`route53 POST /2013-04-01/tags/hostedzone`, "route53:ListTagsForResources"},
	{`s3 GET /`, "s3:ListAllMyBuckets"},
	{`ram POST /getresourceshareassociations`, "ram:GetResourceShareAssociations"},
}

// actionOf tells the IAM action that a request needs.
func actionOf(r *http.Request, body string) (service, action string) {
	if scope := credentialScope.FindStringSubmatch(r.Header.Get("Authorization")); scope != nil {
		service = scope[1]
	}
	if service == "tagging" {
		service = "tag"
	}
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		return service, service + ":" + target[strings.LastIndex(target, ".")+1:]
	}
	if form, err := url.ParseQuery(body); err == nil && form.Get("Action") != "" {
		return service, service + ":" + form.Get("Action")
	}
	for _, rest := range restActions {
		if regexp.MustCompile("^" + rest.pattern + "$").MatchString(service + " " + r.Method + " " + r.URL.Path) {
			return service, rest.action
		}
	}
	return service, service + " " + r.Method + " " + r.URL.Path
}

func (f *fakeAWS) Do(r *http.Request) (*http.Response, error) {
	text := r.URL.RawQuery
	if r.Body != nil {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if len(data) > 0 {
			text = string(data)
		}
	}
	service, action := actionOf(r, text)
	if readable, err := url.QueryUnescape(text); err == nil {
		text = readable
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	page := min(len(f.asked[action]), max(0, len(f.answers[action])-1))
	f.asked[action] = append(f.asked[action], text)
	if len(f.answers[action]) == 0 {
		return refuse(service, "AccessDenied"), nil
	}
	said := f.answers[action][page]
	if code, refused := strings.CutPrefix(said, "!"); refused {
		return refuse(service, code), nil
	}
	if service == "sts" || service == "iam" || service == "autoscaling" {
		operation := strings.TrimPrefix(action, service+":")
		said = fmt.Sprintf("<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", operation, said)
	}
	return respond(http.StatusOK, "", said), nil
}

func refuse(service, code string) *http.Response {
	switch service {
	case "ec2":
		return respond(http.StatusBadRequest, "",
			"<Response><Errors><Error><Code>"+code+"</Code><Message>no</Message></Error></Errors></Response>")
	case "sts", "iam", "autoscaling", "route53":
		return respond(http.StatusBadRequest, "",
			"<ErrorResponse><Error><Code>"+code+"</Code><Message>no</Message></Error></ErrorResponse>")
	case "s3":
		return respond(http.StatusBadRequest, "", "<Error><Code>"+code+"</Code><Message>no</Message></Error>")
	}
	return respond(http.StatusBadRequest, code, `{"__type":"`+code+`","message":"no"}`)
}

func respond(status int, code, body string) *http.Response {
	header := http.Header{}
	if code != "" {
		header.Set("X-Amzn-Errortype", code)
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body))}
}

// requests are the actions that were asked for.
func (f *fakeAWS) requests() []string {
	var actions []string
	for action := range f.asked {
		if action != "sts:GetCallerIdentity" {
			actions = append(actions, action)
		}
	}
	return actions
}

const caller = "<Arn>arn:aws-us-gov:sts::111122223333:assumed-role/r/s</Arn>"

func TestTheFakeKnowsTheActionsOfRESTServices(t *testing.T) {
	t.Parallel()
	a, fake := open(answers{})
	if _, err := a.Lookup(t.Context(), "aws:s3/bucketV2:BucketV2", map[string]any{"bucket": "b"}); err == nil {
		t.Error("expected an error where nothing is answered")
	}
	if _, asked := fake.asked["s3:ListAllMyBuckets"]; !asked {
		t.Errorf("expected a request for the list of buckets, got %v", fake.asked)
	}
}
