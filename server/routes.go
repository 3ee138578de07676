package server

import "net/http"

// route is one line of the table: everything the site answers is here.
type route struct {
	method string // GET answers HEAD too; "" is any method
	path   string // a gorilla/mux template; it is also the name in logs and metrics
	access access
	handle handler
	limit  int64 // the most bytes of a body; 0 is maxBody
	begins bool  // someone without a session becomes a guest by this request
	files  bool  // it takes forms with files, too
	judges bool  // the handler itself returns what is wrong with the body (input.decode), for something else may be worse
}

// handler answers one request for the scope that the access column has resolved. It writes nothing before it is sure
// of the whole answer; what it cannot do it returns (see refusal.go).
type handler func(w http.ResponseWriter, r *http.Request, sc *scope) error

// maxBody is the most bytes of a body where the table does not say otherwise: far more than any form here needs.
const maxBody = 64 << 10

// routes is the table. The first line that fits wins, so the words stand before the variables and the shared pages,
// which take every path that is left, come last.
func (s *Server) routes() []route {
	return []route{
		// What watches the process.
		{method: "GET", path: "/healthz", access: shared, handle: s.showHealth},
		{method: "GET", path: "/readyz", access: shared, handle: s.showReady},
		{method: "GET", path: "/metrics", access: shared, handle: s.showMetrics},

		// An attempt: attempt.go and its neighbors.
		{method: "GET", path: "/attempts/new", access: anyone, handle: s.showStart},
		{method: "POST", path: "/attempts", access: person, handle: s.startAttempt, begins: true},
		{method: "GET", path: "/attempts/{id}", access: attemptOwner, handle: s.showAttempt},
		{method: "GET", path: "/attempts/{id}/items/{n}", access: attemptOwner, handle: s.showItem},
		{method: "PUT", path: "/attempts/{id}/items/{n}", access: attemptOwner, handle: s.saveItem, judges: true},
		{method: "POST", path: "/attempts/{id}/items/{n}", access: attemptOwner, handle: s.postItem},
		{method: "POST", path: "/attempts/{id}/items/{n}/check", access: attemptOwner, handle: s.checkItem},
		{method: "GET", path: "/attempts/{id}/check", access: attemptOwner, handle: s.showCheck},
		{method: "POST", path: "/attempts/{id}/submit", access: attemptOwner, handle: s.submit},
		{method: "GET", path: "/attempts/{id}/result", access: attemptOwner, handle: s.showResult},
		{method: "GET", path: "/attempts/{id}/answers", access: attemptOwner, handle: s.showAnswers},
		{method: "GET", path: "/attempts/{id}/items/{n}/report", access: attemptOwner, handle: s.showReport},
		{method: "POST", path: "/attempts/{id}/items/{n}/report", access: attemptOwner, handle: s.report},

		// Practice that a rule makes: generated.go.
		{method: "GET", path: "/practice/generated/{family}/", access: shared, handle: s.showGenerated},
		{method: "GET", path: "/practice/generated/{family}/index.html", access: shared, handle: s.showGenerated},

		// What staff do about questions: reports.go, statistics.go.
		{method: "GET", path: "/reports", access: admin, handle: s.showReports},
		{method: "GET", path: "/reports/{revision}", access: admin, handle: s.showReported},
		{method: "POST", path: "/reports/{revision}", access: admin, handle: s.decide},
		{method: "GET", path: "/statistics", access: admin, handle: s.showStatistics},
		{method: "GET", path: "/statistics.csv", access: admin, handle: s.showStatisticsFile},

		// Who somebody is: account.go, merge.go, reset.go, owner.go.
		{method: "GET", path: "/sign-in", access: anyone, handle: s.showSignIn},
		{method: "POST", path: "/sign-in", access: anyone, handle: s.signIn},
		{method: "GET", path: "/sign-in/merge", access: person, handle: s.showMerge},
		{method: "POST", path: "/sign-in/merge", access: person, handle: s.merge},
		{method: "GET", path: "/sign-up", access: anyone, handle: s.showSignUp},
		{method: "POST", path: "/sign-up", access: anyone, handle: s.signUp},
		{method: "POST", path: "/sign-out", access: anyone, handle: s.signOut},
		{method: "POST", path: "/sign-out/everywhere", access: person, handle: s.signOutEverywhere},
		{method: "GET", path: "/reset/{token}", access: anyone, handle: s.showReset},
		{method: "POST", path: "/reset/{token}", access: anyone, handle: s.reset},
		{method: "GET", path: "/owner/{token}", access: anyone, handle: s.showOwner},
		{method: "POST", path: "/owner/{token}", access: anyone, handle: s.makeOwner},

		// A person's own pages: me.go, own_work.go, track.go, skills.go, settings.go.
		{method: "GET", path: "/me", access: anyone, handle: s.showMe},
		{method: "GET", path: "/me.json", access: person, handle: s.showMeData},
		{method: "POST", path: "/me/reads", access: person, handle: s.markRead, begins: true},
		{method: "POST", path: "/me/decks", access: person, handle: s.markDeck, begins: true},
		{method: "POST", path: "/me/track", access: person, handle: s.follow, begins: true},
		{method: "GET", path: "/me/skills", access: anyone, handle: s.showSkills},
		{method: "POST", path: "/me/skills", access: person, handle: s.rateSkills, begins: true},
		{method: "GET", path: "/me/messages", access: person, handle: s.showMessages},
		{method: "POST", path: "/me/messages", access: person, handle: s.writeToClass},
		{method: "POST", path: "/me/messages/read", access: person, handle: s.readMessages},
		{method: "GET", path: "/me/stuck", access: person, handle: s.showStuck},
		{method: "POST", path: "/me/stuck", access: person, handle: s.askForHelp},
		{method: "GET", path: "/me/finish", access: person, handle: s.showFinish},
		{method: "POST", path: "/me/finish", access: person, handle: s.finish},
		{method: "GET", path: "/me/settings", access: person, handle: s.showSettings},
		{method: "GET", path: "/me/data.json", access: person, handle: s.showOwnData},
		{method: "POST", path: "/me/settings/erase", access: person, handle: s.eraseAccount},
		{method: "POST", path: "/me/settings/name", access: person, handle: s.rename},
		{method: "POST", path: "/me/settings/password", access: person, handle: s.changePassword},

		// Classes: classes.go, own_work.go, class_people.go, class_reset.go, class_import.go, join.go.
		{method: "GET", path: "/classes", access: person, handle: s.showClasses},
		{method: "GET", path: "/classes/new", access: classMaker, handle: s.showNewClass},
		{method: "POST", path: "/classes/new", access: classMaker, handle: s.makeClass},
		{method: "GET", path: "/classes/{class}/", access: classMember, handle: s.showClass},
		{method: "GET", path: "/classes/{class}/work/{work}", access: assignee, handle: s.showWork},
		{method: "GET", path: "/classes/{class}/settings", access: classCoordinator, handle: s.showClassSettings},
		{method: "POST", path: "/classes/{class}/settings", access: classCoordinator, handle: s.changeClass},
		{method: "POST", path: "/classes/{class}/archive", access: classCoordinator, handle: s.archiveClass},
		{method: "POST", path: "/classes/{class}/code", access: classCoordinator, handle: s.changeCode},
		{method: "GET", path: "/classes/{class}/leave", access: classMember, handle: s.showLeaveClass},
		{method: "POST", path: "/classes/{class}/leave", access: classMember, handle: s.leaveClass},
		{method: "GET", path: "/classes/{class}/people", access: classStaff, handle: s.showClassPeople},
		{method: "POST", path: "/classes/{class}/people", access: classCoordinator, handle: s.addToClass},
		// Who needs help today: class_today.go, class_map.go, class_person.go, messages.go, audit.go.
		{method: "POST", path: "/classes/{class}/help/{person}/hide", access: classStaff, handle: s.hideNeed},
		{method: "POST", path: "/classes/{class}/help/{person}/show", access: classStaff, handle: s.showNeed},
		{method: "POST", path: "/classes/{class}/help/{person}/done", access: classStaff, handle: s.settleNeed},
		{method: "GET", path: "/classes/{class}/map", access: classStaff, handle: s.showClassMap},
		{method: "POST", path: "/classes/{class}/people/places", access: classCoordinator, handle: s.setPlaces},
		{method: "GET", path: "/classes/{class}/people/{person}", access: classStaff, handle: s.showClassPerson},
		{method: "POST", path: "/classes/{class}/people/{person}/place", access: classCoordinator, handle: s.setPlace},
		{method: "POST", path: "/classes/{class}/people/{person}/facts", access: classCoordinator, handle: s.setFacts},
		{method: "GET", path: "/classes/{class}/people/{person}/messages", access: classStaff, handle: s.showClassMessages},
		{method: "POST", path: "/classes/{class}/people/{person}/messages", access: classStaff, handle: s.writeToLearner},
		{method: "GET", path: "/classes/{class}/audit", access: classCoordinator, handle: s.showAudit},
		{method: "GET", path: "/classes/{class}/audit.csv", access: classCoordinator, handle: s.showAuditFile},
		{method: "GET", path: "/classes/{class}/people/{person}/leave", access: classCoordinator, handle: s.showTakeOut},
		{method: "POST", path: "/classes/{class}/people/{person}/leave", access: classCoordinator, handle: s.takeOut},
		{method: "POST", path: "/classes/{class}/people/{person}/return", access: classCoordinator, handle: s.bringBack},
		{method: "GET", path: "/classes/{class}/people/{person}/reset", access: classCoordinator, handle: s.showMakeReset},
		{method: "POST", path: "/classes/{class}/people/{person}/reset", access: classCoordinator, handle: s.makeReset},
		{method: "GET", path: "/classes/{class}/import", access: classCoordinator, handle: s.showImport},
		{method: "POST", path: "/classes/{class}/import", access: classCoordinator, handle: s.importList, files: true, limit: maxRoster + maxBody},
		{method: "GET", path: "/classes/{class}/import/template.csv", access: classCoordinator, handle: s.showRosterTemplate},

		// The work of a class, for its staff: assignments.go, assignment_rules.go, assignment_why.go.
		{method: "GET", path: "/classes/{class}/assignments", access: classStaff, handle: s.showAssignments},
		{method: "GET", path: "/classes/{class}/assignments/new", access: classStaff, handle: s.showNewAssignment},
		{method: "POST", path: "/classes/{class}/assignments/new", access: classStaff, handle: s.postAssignment, limit: maxWork},
		{method: "GET", path: "/classes/{class}/assignments/{work}", access: classStaff, handle: s.showAssignment},
		{method: "GET", path: "/classes/{class}/assignments/{work}/edit", access: classStaff, handle: s.showEditAssignment},
		{method: "POST", path: "/classes/{class}/assignments/{work}/edit", access: classStaff, handle: s.postAssignment, limit: maxWork},
		{method: "GET", path: "/classes/{class}/assignments/{work}/withdraw", access: classStaff, handle: s.showWithdraw},
		{method: "POST", path: "/classes/{class}/assignments/{work}/withdraw", access: classStaff, handle: s.withdraw},
		{method: "GET", path: "/classes/{class}/assignments/{work}/rules", access: classStaff, handle: s.showRules},
		{method: "POST", path: "/classes/{class}/assignments/{work}/rules", access: classStaff, handle: s.setRules},
		{method: "GET", path: "/classes/{class}/assignments/{work}/why/{person}", access: classStaff, handle: s.showWhy},

		// Marks: marks.go, marks_files.go, mark.go, own_marks.go.
		{method: "GET", path: "/classes/{class}/marks", access: classStaff, handle: s.showMarks},
		{method: "GET", path: "/classes/{class}/marks.csv", access: classStaff, handle: s.showMarksFile},
		{method: "GET", path: "/classes/{class}/marks.xlsx", access: classStaff, handle: s.showMarksSheet},
		{method: "GET", path: "/classes/{class}/marks/print", access: classStaff, handle: s.showMarksPrint},
		{method: "GET", path: "/classes/{class}/marks/{work}/{person}", access: classStaff, handle: s.showMark},
		{method: "POST", path: "/classes/{class}/marks/{work}/{person}", access: classStaff, handle: s.setMark},
		{method: "POST", path: "/classes/{class}/marks/{work}/{person}/comments", access: classStaff, handle: s.commentOnMark},
		{method: "GET", path: "/me/marks", access: person, handle: s.showOwnMarks},

		{method: "GET", path: "/join/{code}", access: anyone, handle: s.showJoin},
		{method: "POST", path: "/join/{code}", access: person, handle: s.join},

		// Fixed forms of a class: class_forms.go, class_paper.go.
		{method: "GET", path: "/classes/{class}/forms", access: classStaff, handle: s.showForms},
		{method: "GET", path: "/classes/{class}/forms/new", access: classStaff, handle: s.showNewForm},
		{method: "POST", path: "/classes/{class}/forms/new", access: classStaff, handle: s.makeForm},
		{method: "GET", path: "/classes/{class}/forms/{form}", access: classStaff, handle: s.showForm},
		{method: "POST", path: "/classes/{class}/forms/{form}/replace", access: classStaff, handle: s.replaceQuestion},
		{method: "GET", path: "/classes/{class}/forms/{form}/paper", access: classStaff, handle: s.showPaper},
		{method: "GET", path: "/classes/{class}/forms/{form}/key", access: classStaff, handle: s.showPaperKey},

		// What a class begins with: class_plan.go, class_copy.go.
		{method: "GET", path: "/classes/{class}/plan", access: classStaff, handle: s.showPlan},
		{method: "POST", path: "/classes/{class}/plan", access: classStaff, handle: s.applyPlan},
		{method: "GET", path: "/classes/{class}/copy", access: classCopier, handle: s.showCopy},
		{method: "POST", path: "/classes/{class}/copy", access: classCopier, handle: s.copyClass},

		// Looking for words: search_page.go.
		{method: "GET", path: "/search", access: shared, handle: s.showSearch},

		// What administrators and owners do for people: people.go, people_time.go.
		{method: "GET", path: "/people", access: admin, handle: s.showPeople},
		{method: "GET", path: "/people/{person}", access: admin, handle: s.showPerson},
		{method: "POST", path: "/people/{person}/factor", access: admin, handle: s.setFactor},
		{method: "POST", path: "/people/{person}/attempts/{id}/time", access: admin, handle: s.giveTime},
		{method: "GET", path: "/people/{person}/attempts/{id}/void", access: admin, handle: s.showVoid},
		{method: "POST", path: "/people/{person}/attempts/{id}/void", access: admin, handle: s.void},
		{method: "GET", path: "/people/{person}/data.json", access: admin, handle: s.showDataOf},
		{method: "GET", path: "/people/{person}/erase", access: admin, handle: s.showErasePerson},
		{method: "POST", path: "/people/{person}/erase", access: admin, handle: s.erasePerson},
		{method: "POST", path: "/people/{person}/keep", access: admin, handle: s.keepPerson},
		{method: "GET", path: "/audit", access: admin, handle: s.showAudit},
		{method: "GET", path: "/audit.csv", access: admin, handle: s.showAuditFile},

		// Where an export has stand-ins for personal pages.
		{method: "GET", path: "/me/", access: shared, handle: toPersonal("/me")},
		{method: "GET", path: "/me/index.html", access: shared, handle: toPersonal("/me")},
		{method: "GET", path: "/exam/", access: shared, handle: toPersonal("/attempts/new")},
		{method: "GET", path: "/exam/index.html", access: shared, handle: toPersonal("/attempts/new")},
		{method: "GET", path: "/search/", access: shared, handle: toPersonal("/search")},
		{method: "GET", path: "/search/index.html", access: shared, handle: toPersonal("/search")},

		// What is the same for everybody, and everything that is nowhere.
		{method: "GET", path: "/static/{hash}/{file}", access: shared, handle: s.showStatic},
		{path: sharedPage, access: shared, handle: s.showShared},
	}
}

// sharedPage is the path of the last line, which takes what no other line has taken.
const sharedPage = "/{page:.*}"
