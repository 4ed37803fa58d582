"""Given names of people, lower case, common ones of many languages as English news spells them. Written for this project.

Some are places as well ("Jordan", "Florence"): they count as names of people only with a surname behind them.
"""

from __future__ import annotations

from typing import Final

from monitor.reading.text.lexicon import words_of

_ENGLISH = """
aaron abby abigail abraham adam adrian agnes aidan aimee alan albert alec alex alexander alexandra alexis alfred alice
alicia alison allan allen allison alvin alyssa amanda amber amelia amy andrea andrew andy angel angela angelina angie ann anna
anne annette annie anthony antonia april archie ariel arlene arnold arthur ashley audrey austin ava avery barbara barney barry
bart beatrice becky belinda ben benjamin bernadette bernard bernice bernie bert beth bethany betsy betty beverly bill billy
blake bob bobby bonnie brad bradley brady brandi brandon brandy breanna brenda brendan brent brett brian bridget britney
brittany brooke bruce bryan bryce bud byron caitlin caleb calvin cameron camilla candace candice carl carla carly carmen carol
carole caroline carolyn carrie carter casey cassandra cassie catherine cathy cecil cecilia chad charlene charles charlie
charlotte chase chelsea cheryl chester chloe chris christian christina christine christopher christy chuck cindy claire clara
clarence clark claude claudia clay clayton clifford clint clinton clyde cody cole colin colleen connie connor conor constance
corey cory courtney craig cristina crystal curt curtis cynthia daisy dale damian damon dan dana daniel danielle danny daphne
darlene darrell darren darryl dave david dawn dean deanna debbie deborah debra declan deirdre delia denis denise dennis derek
derrick desmond devin dexter diana diane dianne dick dolores dominic don donald donna doreen doris dorothy doug douglas drew
duane duncan dustin dwayne dwight dylan earl ed eddie edgar edith edmund edna eduardo edward edwin eileen elaine eleanor elena
elijah elizabeth ella ellen ellie elliot elliott ellis elmer elsie emily emma eric erica erik erika erin ernest ernie esther
ethan ethel eugene eunice eva evan evelyn faith fay felicia felix fiona flora florence floyd frances francis frank franklin
fred freddie frederick gabriel gabrielle gail gareth garrett garry gary gavin gayle gemma gene geoff geoffrey george georgia
gerald geraldine gerard gerry gil gilbert gina ginger gladys glen glenda glenn gloria gordon grace graham grant greg gregg
gregory greta guy gwen hailey hal haley hank hannah harold harriet harry harvey hazel heather hector heidi helen helena henry
herbert herman hilary hilda hillary holly homer hope howard hugh hugo hunter ian ida ike imogen ingrid irene iris irving isaac
isabel isabella isaiah ivan ivy jack jackie jackson jacob jacqueline jade jake james jamie jan jane janet janice jared jasmine
jason jay jayne jean jeanette jeanne jeff jeffrey jen jenna jennie jennifer jenny jeremiah jeremy jerome jerry jesse jessica
jessie jill jim jimmy jo joan joanna joanne jodi jodie jody joe joel joey john johnny jon jonathan jordan joseph josephine
josh joshua joy joyce juan juanita judith judy julia julian julie june justin kara karen karl kate katherine kathleen kathryn
kathy katie katrina kay kayla keith kelly kelsey ken kendra kenneth kenny kent kerry kevin kim kimberly kirk kirsten kris
kristen kristin kristina kurt kyle kylie lana lance larry laura lauren laurence laurie lawrence leah lee leigh len lena leo
leon leonard leroy leslie lester lewis liam lillian lily linda lindsay lindsey lisa lloyd logan lois lola lonnie lorenzo
loretta lori lorraine lou louis louise lucas lucia lucille lucy luke luther lydia lyle lynda lynn lynne mabel mack mackenzie
madeleine madeline madison maggie malcolm mandy marc marcia marcus margaret margie marguerite maria marian marianne marie
marilyn mario marion marjorie mark marlene marsha marshall martha martin marty marvin mary mason mathew matt matthew maureen
maurice max maxine maxwell may megan meghan mel melanie melinda melissa melody melvin mercedes meredith michael micheal
michele michelle mick miguel mike mildred miles milton mindy miranda miriam mitch mitchell molly mona monica morgan morris
muriel myra myron nadine nancy naomi natalie natasha nathan nathaniel neal neil nellie nelson nicholas nick nicola nicolas
nicole nigel nina noah noel nora norma norman oliver olivia opal ollie oscar otis otto owen paige pam pamela pat patricia
patrick patsy patti patty paul paula pauline pearl peggy penelope penny perry pete peter phil philip phillip phoebe phyllis
polly preston priscilla rachael rachel ralph ramona randall randolph randy ray raymond rebecca reggie regina reginald rene
renee rex rhonda richard rick ricky riley rita rob robbie robert roberta robin robyn rod roderick rodney roger roland ron
ronald ronnie rory rosa rosalie rose rosemary rosie ross roxanne roy ruby rudolph rudy rufus russ russell rusty ruth ryan
sabrina sadie sally sam samantha samuel sandra sandy sara sarah sasha saul savannah scott sean sebastian selina serena seth
shane shannon sharon shaun shauna shawn sheila shelby sheldon shelley shelly sheri sherman sherri sherry shirley sid sidney
simon sonia sonya sophia sophie stacey stacy stan stanley stella stephanie stephen steve steven stewart stuart sue summer
susan susanna susie suzanne sybil sydney sylvia tamara tammy tania tanya tara tasha taylor ted teresa terence teri terrance
terrence terri terry tess thelma theodore theresa thomas tiffany tim timothy tina toby todd tom tommy toni tony tonya tracey
tracy travis trevor tricia trisha troy tyler tyrone valerie vanessa vera verna vernon veronica vicki vickie vicky victor
victoria vince vincent viola violet virgil virginia vivian wade wallace walter wanda warren wayne wendell wendy wes wesley
whitney wilbur will willard william willie wilma winifred winston woody wyatt yolanda yvette yvonne zach zachary zoe
"""

_SPANISH = """
adolfo alberto alejandra alejandro alessandro alfonso alfredo alvaro ana andre andrés andres angelo antoine antonio armando
arturo augusto beatriz benito bernardo bruno camila camille carlo carlos catalina cecile cesar cesare christophe claudio
cristian cristiano cristobal daniela danilo davide diego dieter dirk dmitri domenico domingo eduard elias emilio emmanuel
enrico enrique ernesto esteban estela eugenio fabio federica federico felipe fernanda fernando filippo flavio francesca
francesco francisco francois françois franz frederic friedrich fritz gabriela gerardo gerhard giacomo gianluca gilles giorgio
giovanni giulia giuliano giuseppe gonzalo guadalupe guido guillaume guillermo gunther gustavo hans heinrich heinz helmut henri
hermann hernan horst humberto ignacio ines isabelle ivo jacques jaime javier jean-claude jens jesus joachim joao joão joaquin
johan johann johannes jorge josé jose josefina juergen julien julio jurgen jürgen kai klaus konrad lars laurent leandro
leonardo lionel lorena lothar luc luca luciano ludwig luigi luis luisa luiz lula maite manfred manuel manuela marcel marcelo
marco marcos margarita mariano marine marlon massimo mateo mathieu matteo matthias mauricio maurizio michel mikael moises
nicolás nuno olaf olivier orlando oswaldo pablo paolo pascal patrice paulo pedro philippe pierre pietro raffaele rafael rainer
ramón ramon raul raúl reinhard renato ricardo riccardo roberto rodolfo rodrigo rogelio rolf romain romano ruben salvador
salvatore santiago sergio silvia silvio simone sofia stefan stefano stéphane stephane susana sven sylvain tatiana teodoro
thierry thorsten tomas tommaso ulrich umberto ursula uwe valentina vicente vittorio werner wilhelm wolfgang xavier yves anders
bjorn björn erling gunnar halvor henrik ingvar jesper kjell knut leif magnus mads mette morten niels nils olav ole pekka per
rasmus sigrid soren søren stig sture tarja timo tore ulf frans geert gerrit hendrik jaap jan-peter jeroen joost kees maarten
marten piet pieter rutger ruud sander thijs wim wouter
"""

_SLAVIC = """
aleksander aleksandar aleksandr aleksei aleksey alexei alexey anastasia anatoly andrei andrey andrzej andriy anton arkady
artem bogdan boris borys branislav daria darya denys dimitri dimitris dmitry dmytro dragan ekaterina evgeny evgenia fyodor
galina gennady georgi georgy giorgi goran grigory grzegorz igor ilham ilya iryna ivana ivica jacek janos jana jaroslaw
jaroslav jiri jozef juri kateryna katarzyna khatia kiril konstantin krzysztof ksenia laszlo lech lev liudmila ludmila lyudmila
maciej maksim maksym marek marija mariya mateusz maxim mihai mikhail mikheil mikhael milan milos miloš miroslav mladen
nadezhda natalia natalya nataliya nikola nikolai nikolaj nikolay nikos oksana oleg oleh oleksandr oleksiy oleksii olena olga
pavel pavlo petar petr petro pjotr piotr polina radek radovan ramzan rinat roman ruslan salome sergei sergey sergii serhiy
serhii slobodan stanislav stanislaw stepan svetlana taras tatyana tomasz vadim vaclav valentin valery vasily vasyl viktor
viktoria vitali vitaly vitaliy vladimir vladislav vojislav volodymyr vyacheslav wojciech yana yaroslav yegor yelena yevgeny
yevhen yulia yuliya yuri yuriy yury zbigniew zoran zurab giorgos kostas yannis petros stavros spyros
"""

_ARABIC = """
abbas abd abdallah abdel abdelaziz abdelfattah abdul abdulaziz abdulkarim abdullah abdullahi abdulrahman abdurrahman abed abu
adel adnan afif ahmad ahmed ahmet akbar akram ala alaa ali alireza amal amin amina amir amira ammar anas anwar arif asad asif
asma ayman aymen aziz bahram bakr bashar bassam bassem bilal binali burhan dawood dawud ebrahim ehsan ekmeleddin elham emad
emine erkan ersin essam fadi fahad fahd faisal faiz fares farhad farid farooq faruk fatima fatma fawzi fayez feisal ferhat
fouad fuad ghassan habib hadi hafez haider haidar hakan hakim halil halima hamad hamdan hamed hamid hamza hana hani hanan
harun hasan hashem hashim hassan hatem hayat haytham heba hikmet hisham hosni hossein houssam huda huseyin hussam hussain
hussein ibrahim idris ihsan ilhan imad iman imran iqbal isa ishaq ismael ismail issa iyad izzat jaber jafar jalal jamal jamil
jawad juma kamal kamel karim kassem kemal khaled khalid khalifa khalil khan laila latif layla leila lina lubna mahdi mahmood
mahmoud mahmud majed majid malik mansour mansur manal marwan maryam masoud mazen mazloum mehdi mehmet mesut mevlut mirza
mohamad mohamed mohammad mohammed mohsen moncef mostafa moussa mousa muammar mubarak muhammad muhammadu muhammed muhannad
mukhtar munir murad murat musa mustafa muwaffaq nabil nabih nadia nadim naeem nafez nagib naim najib nasser nasrin nawaf nawaz
nayef nazim nizar noor nouri nour numan omar omer orhan osama osman ouday qais qasim qassem rachid rafiq raed rahim rahman
rajab rami rania rashid rasha rashad recep reda reza riad riyad rima rouhollah saad sabah sabri sadiq saeb saeed safa said
saif salah salam saleh salem salim salma salman samar sameh sami samir samira sana sanaa sayed sayyid selahattin selim sergen
shadi shaker sharif shawki sherif shireen suleiman suleyman sultan tahir talal tamer tarek tariq tayyip tawfiq thaer turki
umar usama wael wafa walid waleed wisam yahya yaser yasin yasir yasser yazan yousef youssef yusuf zahra zaid zakaria zaki
zayed zeid zeinab ziad zia zuhair aarav abhishek ajay akash alok amit anand anil anita anjali ankit anup arjun arun arvind
ashok asha avinash bhavna deepak deepika dinesh divya ganesh gaurav gautam geeta gopal harish hari indira jagdish kamala
kavita kiran krishna kumar lakshmi lalit mahesh mahinda manish manoj manmohan meena mohan mukesh nanda narendra naveen neeraj
neha nikhil nirmala nitin pankaj pooja pradeep prakash pranab pranav prasad pratibha priya priyanka rahul raj rajeev rajesh
rajiv rajnath raju rakesh ram ramesh ravi rekha rohan rohit roshan sachin sandeep sanjay sanjeev santosh satish shankar shashi
shiv shyam sita smriti subhash sudhir sunil sunita suresh sushma uday uma usha vijay vikas vikram vinay vinod vivek yogi
benazir bilawal chaudhry pervez pervaiz shahbaz shehbaz sheikh hasina khaleda maithripala ranil gotabaya
"""

_HEBREW = """
amos arik avi avigdor avraham avner benny binyamin boaz chaim dov dror efraim ehud eitan eli eliezer elad eyal gabi gadi gal
gideon gilad haim ilan itamar meir menachem mordechai moshe naftali natan nir nitzan noam ofer ofir ohad oren ori roni rafi
reuven shai shaul shimon shlomo tal tamar tzachi tzipi uri uzi yaakov yair yaron yehuda yigal yisrael yitzhak yoav yoel yoni
yossi yosef yuval zeev zvi
"""

_AFRICAN = """
abebe abiola abiy adama adamu adebayo akinwumi alassane alpha amadou aminata ayodele babatunde boubacar chidi chinua cyril
desire emeka emmerson faustin felicien femi fatou goodluck ibrahima jakaya kagame kofi kwame laurent-desire lamine mamadou
mandla mangosuthu meles mokgweetsi mwai nana ngozi nkosazana ntsiki obafemi olusegun ousmane oumar paul-henri sekou seydou
sibusiso souleymane tendai thabo themba tidjane uhuru wole yaw yoweri zainab aung bao cheng chen daw fang feng haruki hideki
hiro hiroshi hong hui jiang jin jinping jun junichiro kazuo kenji keiko kenta lei li liang ling mei min ming minh myung naoto
nguyen ping qiang shigeru shinji shinzo shu soe somchai suu takashi taro thaksin thein tran tun u wei wen xi xiao yang
yasuhiro yi ying yingluck yoko yoshihide yoshiko yukio yuki yun zaw zhang zhao ferdinand benigno corazon imelda jejomar joko
megawati susilo prabowo mahathir
"""

#: Given names that are first of all places: a person only in "Paris Hilton said", not in "Israel Defense Forces" or "in Jordan".
AMBIGUOUS: Final = words_of(
    "paris israel jordan chad georgia florence victoria sydney charlotte austin houston dallas kenya china india carolina dakota"
    " virginia madison savannah lincoln jackson santiago diego"
)
GIVEN_NAMES: Final = AMBIGUOUS | frozenset(" ".join((_ENGLISH, _SPANISH, _SLAVIC, _ARABIC, _HEBREW, _AFRICAN)).split())

#: Surnames by which news speaks of public people without ever saying more.
WELL_KNOWN: Final = words_of(
    """
assad asad saddam gaddafi gadhafi qaddafi arafat mubarak morsi sisi erdogan erdoğan putin medvedev lavrov zelensky zelenskyy
zelenskiy poroshenko yanukovych lukashenko netanyahu sharon rabin gallant gantz sinwar haniyeh nasrallah khamenei rouhani raisi
ahmadinejad soleimani suleimani zarif obama trump biden bush reagan clinton kerry blinken pompeo mattis macron sarkozy hollande
merkel scholz johnson thatcher blair modi xi khomeini baghdadi zawahiri zarqawi burhan hemeti bashir haftar guterres annan ban
duterte bolsonaro maduro chavez castro mugabe zuma museveni kagame tshisekedi kabila kiir machar hadi saleh mansour maliki abadi
sudani kadhimi sadr barzani talabani jolani golani sharaa karzai ghani akhundzada khan sharif musharraf hasina
"""
)
